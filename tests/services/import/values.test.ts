import { amenitiesOf, amenityCode } from '../../../src/import/inside-airbnb/amenities';
import { bathroomsOf } from '../../../src/import/inside-airbnb/bathrooms';
import { flagOf, idOf, integerWithin, percentOf } from '../../../src/import/inside-airbnb/field-values';
import { countryOfTimeZone, placeOfHost, placeOfListing } from '../../../src/import/inside-airbnb/place';
import { priceOf } from '../../../src/import/inside-airbnb/price';
import { ratingsOf } from '../../../src/import/inside-airbnb/ratings';
import { plainLine, plainText } from '../../../src/import/inside-airbnb/text';

test.each([
  ['$1,234.00', 'USD', 123_400],
  ['$99.00', 'EUR', 9_900],
  ['€ 99.5', 'EUR', 9_950],
  ['1,234,567.89', 'USD', 123_456_789],
  ['45', 'USD', 4_500],
  ['$12,000.00', 'JPY', 12_000],
  ['$12.345', 'BHD', 12_345],
  ['$0.335', 'USD', 34],
  ['$0.00', 'USD', undefined],
  ['', 'USD', undefined],
  ['free', 'USD', null],
  ['-$5.00', 'USD', null],
  ['$1,23.00', 'USD', null],
  ['1e309', 'USD', null],
])('price %j in %s is %p minor units', (field, currency, expected) => {
  expect(priceOf(field, currency)).toBe(expected);
});

test.each([
  ['The space<br />has two rooms<br/><br/>and a <b>bath</b>', 'The space\nhas two rooms\n\nand a bath'],
  ['Kitchen &amp; bath, 3 &lt; 4', 'Kitchen & bath, 3 < 4'],
  ['I <3 it, 1 < 2 & B&B', 'I <3 it, 1 < 2 & B&B'],
  ['write to me at example<dot>org', 'write to me at example<dot>org'],
  ['example<dot>org<br/>really', 'example<dot>org\nreally'],
  ['<script>alert(1)</script>Quiet <a href="https://example.org">street</a>', 'Quiet street'],
  ['one\r\ntwo\rthree\u2028four', 'one\ntwo\nthree\nfour'],
  ['zero\u200bwidth\ufeff and\u00a0NUL\u0000', 'zerowidth and NUL'],
  ['family \u{1f468}\u200d\u{1f469}\u200d\u{1f467}', 'family \u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
  ['call 555-0100 any time', 'call 555-0100 any time'],
  ['half \ud83d of a pair', 'half \ufffd of a pair'],
  [' \n\t ', null],
  ['', null],
  [undefined, null],
])('text %j becomes %j', (field, expected) => {
  expect(plainText(field, 10_000)).toBe(expected);
});

test('a text is cut off at its limit, but never within a character', () => {
  expect(plainText('abcdef', 3)).toBe('abc');
  expect(plainText('ab\u{1f600}cd', 3)).toBe('ab');
  expect(plainLine('one\n\n two', 100)).toBe('one two');
});

const codes = (field: string | undefined) => amenitiesOf(field)?.map(({ code }) => code);

test.each([
  ['["Wifi", "Hot tub"]', ['wifi', 'hot-tub']],
  ['["Caf\\u00e9 style bar", "Children\\u2019s books"]', ['cafe-style-bar', 'childrens-books']],
  ['["wifi", "Wifi ", "Wi-Fi", "Wireless Internet"]', ['wifi']],
  ['{TV,"Cable TV",Wifi,"Washer, dryer","A \\"real\\" bar"}', ['tv', 'cable-tv', 'wifi', 'washer-dryer', 'a-real-bar']],
  ['{"translation missing: en.hosting_amenity_49",TV}', ['tv']],
  ['["\\u0000", "\\ud83d", "🏖️", 5, null, "Pool"]', ['pool']],
  ['[]', undefined],
  ['{}', undefined],
  ['', undefined],
  [undefined, undefined],
  ['["cut off', undefined],
])('amenities %j are %j', (field, expected) => {
  expect(codes(field)).toEqual(expected);
});

test('an amenity keeps its name and finds its group', () => {
  expect(amenitiesOf('["Smoke alarm"]')).toEqual([{ code: 'smoke-alarm', name: 'Smoke alarm', group: 'Safety' }]);
  expect(amenityCode('無線インターネット 接続')).toBe('無線インターネット-接続');
});

test.each([
  ['1.5 shared baths', '', { bathrooms: 1.5, bathroomShared: true }],
  ['1 private bath', '', { bathrooms: 1, bathroomShared: false }],
  ['0 shared baths', '', { bathrooms: 0, bathroomShared: true }],
  ['Half-bath', '', { bathrooms: 0.5, bathroomShared: false }],
  ['Shared half-bath', '', { bathrooms: 0.5, bathroomShared: true }],
  ['', '2.5', { bathrooms: 2.5 }],
  [undefined, undefined, {}],
])('bathrooms %j with count %j are %j', (text, count, expected) => {
  expect(bathroomsOf(text, count)).toEqual(expected);
});

const ratings = (values: Record<string, string>) =>
  ratingsOf({ line: 2, get: (column) => ({ number_of_reviews: '7', ...values })[column] });

test('scores of both scales are of 1 to 5', () => {
  expect(ratings({ review_scores_rating: '4.87', review_scores_checkin: '5.0' })).toMatchObject({
    count: 7,
    overall: 4.87,
    checkIn: 5,
    value: null,
  });
  expect(
    ratings({ review_scores_rating: '96.0', review_scores_checkin: '10.0', review_scores_value: '9' }),
  ).toMatchObject({
    overall: 4.8,
    checkIn: 5,
    value: 4.5,
  });
  expect(ratings({ number_of_reviews: '0', review_scores_rating: '0' })).toMatchObject({ count: 0, overall: null });
  expect(ratings({ number_of_reviews: '' })).toBeUndefined();
});

test('small values', () => {
  expect(['t', 'f', '', undefined, 'x'].map(flagOf)).toEqual([true, false, undefined, undefined, undefined]);
  expect(['95%', '100%', 'N/A', ''].map(percentOf)).toEqual([95, 100, null, undefined]);
  expect(idOf('1034567890123456789')).toBe('1034567890123456789');
  expect(['5.0', 'abc', '', '-1', '1e5'].map(idOf)).toEqual(['5', undefined, undefined, undefined, undefined]);
  expect(['1,125', '70', '0', 'x', ''].map((field) => integerWithin(field, 1, 50))).toEqual([
    50,
    50,
    1,
    undefined,
    undefined,
  ]);
});

test('places are put together from what the files say', () => {
  expect(placeOfListing('Lagos, Faro, Portugal')).toEqual({ city: 'Lagos', region: 'Faro', country: 'PT' });
  expect(placeOfListing('London, United Kingdom')).toEqual({ city: 'London', country: 'GB' });
  expect(placeOfListing('Neighborhood highlights')).toBeUndefined();
  expect(placeOfHost('Albany, NY')).toEqual({ city: 'Albany', region: 'NY' });
  expect(placeOfHost('United States')).toBeUndefined();
  expect(['Europe/London', 'Asia/Kolkata', 'America/New_York', 'Europe/Kyiv'].map(countryOfTimeZone)).toEqual([
    'GB',
    'IN',
    'US',
    'UA',
  ]);
});
