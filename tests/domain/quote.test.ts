import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson } from '../../src/domain/canonical-json';
import { cancellationPolicies } from '../../src/domain/cancellation-policy';
import { priceStay } from '../../src/domain/price';
import {
  type QuotePayload,
  type QuotedTerms,
  checkQuoteTerms,
  quoteToken,
  termsText,
  verifyQuote,
} from '../../src/domain/quote';
import { at, givenRange, givenStay, givenTerms } from './given';

const sign = (text: string): string => createHmac('sha256', 'a key of ours').update(text).digest('base64url');
const otherSign = (text: string): string => createHmac('sha256', 'another key').update(text).digest('base64url');
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const request = givenStay('2026-07-10', '2026-07-13');
const issuedAt = at('2026-07-01T12:00:00Z');
const fees = { model: 'host_only', hostBasisPoints: 1_550 } as const;
const quoted: QuotedTerms = { terms: givenTerms(), ranges: [], request, fees, taxes: [] };

const payload: QuotePayload = {
  version: 1,
  quoteId: 'q1',
  propertyId: 7,
  documentId: 'p7',
  ...request,
  coupon: null,
  price: priceStay(quoted.terms, [], request, { now: issuedAt, fees, taxes: [] }),
  cancellationPolicy: cancellationPolicies.flexible,
  instantBook: true,
  timeZone: 'Europe/Lisbon',
  checkInTime: '15:00',
  checkOutTime: '11:00',
  issuedAt: issuedAt.toString(),
  expiresAt: '2026-07-01T12:30:00Z',
  termsFingerprint: hash(termsText(quoted)),
};
const token = quoteToken(payload, sign);
const codes = (text: string, when = '2026-07-01T12:10:00Z', key = sign): string[] => {
  const outcome = verifyQuote(text, key, at(when));
  return outcome.ok ? [] : outcome.reasons.map((reason) => reason.code);
};

describe('a quote that comes back', () => {
  test('is the quote that was given', () => {
    expect(verifyQuote(token, sign, at('2026-07-01T12:10:00Z'))).toEqual({ ok: true, value: payload });
  });

  test('holds to its last second', () => {
    expect(codes(token, '2026-07-01T12:30:00Z')).toEqual([]);
    expect(verifyQuote(token, sign, at('2026-07-01T12:30:00.001Z'))).toEqual({
      ok: false,
      kind: 'refused',
      message: 'This quote has expired; ask for a new one',
      reasons: [
        { code: 'quote_expired', field: 'quote', limit: '2026-07-01T12:30:00Z', value: '2026-07-01T12:30:00.001Z' },
      ],
    });
  });

  test('an older version of ours counts as expired', () => {
    expect(codes(quoteToken({ ...payload, version: 0 as 1 }, sign))).toEqual(['quote_expired']);
  });

  test.each([
    ['nothing', ''],
    ['a dot', '.'],
    ['no signature', token.split('.')[0] as string],
    ['an empty signature', `${token.split('.')[0]}.`],
    ['only a signature', `.${sign('')}`],
    ['a longer signature', `${token}A`],
    ['a shorter signature', token.slice(0, -1)],
    ['signed with another key', quoteToken(payload, otherSign)],
    ['not base64', `ä.${sign('a')}`],
  ])('%s is none of ours', (_, text) => {
    expect(codes(text)).toEqual(['quote_tampered']);
  });

  test('a cheaper total under the old signature is none of ours', () => {
    const cheaper = quoteToken(
      { ...payload, price: { ...payload.price, total: { amount: 1, currency: 'EUR' } } },
      sign,
    );
    expect(codes(`${cheaper.split('.')[0]}.${token.split('.')[1]}`)).toEqual(['quote_tampered']);
  });

  test('each character of the signature counts', () => {
    const dot = token.indexOf('.');
    for (let i = dot + 1; i < token.length; i += 1) {
      const other = token[i] === 'A' ? 'B' : 'A';
      expect(codes(token.slice(0, i) + other + token.slice(i + 1))).toEqual(['quote_tampered']);
    }
  });

  test('no single changed character passes', () => {
    const index = fc.integer({ min: 0, max: token.length - 1 });
    fc.assert(
      fc.property(index, fc.constantFrom(...'ABCxyz019-_. '), (i, character) => {
        fc.pre(token[i] !== character);
        expect(codes(token.slice(0, i) + character + token.slice(i + 1))).toEqual(['quote_tampered']);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the terms behind a quote', () => {
  const fingerprint = (changes: Partial<QuotedTerms>): string => hash(termsText({ ...quoted, ...changes }));

  test.each<[string, Partial<QuotedTerms>]>([
    ['base price', { terms: givenTerms({ prices: { base: 10_001 } }) }],
    ['cleaning fee', { terms: givenTerms({ prices: { cleaningFee: 1 } }) }],
    ['a discount', { terms: givenTerms({ discounts: { weekly: 1 } }) }],
    ['policy', { terms: givenTerms({ plain: { cancellationPolicy: 'strict' } }) }],
    ['currency', { terms: givenTerms({ plain: { currency: 'USD' } }) }],
    ['check-in time', { terms: givenTerms({ rules: { checkInTime: '16:00' } }) }],
    ['instant booking', { terms: givenTerms({ rules: { instantBook: false } }) }],
    ["a night's own price", { ranges: [givenRange('2026-07-12', '2026-07-12', { price: 1 })] }],
    ['a coupon', { coupon: { code: 'C', label: 'C', value: { kind: 'percent', basisPoints: 1 }, fundedBy: 'host' } }],
    ['our fee', { fees: { model: 'host_only', hostBasisPoints: 1_600 } }],
    ['a tax', { taxes: [{ code: 'c', label: 'C', kind: 'per_stay', amount: 1 }] }],
  ])('%s changed: the quote is stale', (_, changes) => {
    expect(checkQuoteTerms(payload, fingerprint(changes))).toEqual([{ code: 'quote_stale', field: 'quote' }]);
  });

  test.each<[string, Partial<QuotedTerms>]>([
    ['nothing', {}],
    [
      'the price of a night that is not part of the stay',
      { ranges: [givenRange('2026-07-13', '2026-07-20', { price: 1 })] },
    ],
    ['a booking rule, which is asked again anyway', { terms: givenTerms({ rules: { minNights: 2 } }) }],
    ['the state', { terms: givenTerms({ plain: { state: 'unpublished' } }) }],
  ])('%s changed: the quote stands', (_, changes) => {
    expect(checkQuoteTerms(payload, fingerprint(changes))).toEqual([]);
  });
});

describe('the first bookings of a new listing', () => {
  const newListing = { bookings: 3, basisPoints: 2_000 };
  const hashAt = (completedBookings: number | null, optsIn = true): string =>
    hash(
      termsText({ ...quoted, terms: givenTerms({ discounts: { newListing: optsIn } }), newListing, completedBookings }),
    );

  test.each([
    ['one more came, and there is still room', hashAt(1), hashAt(2), true],
    ['the last of the first three was taken meanwhile', hashAt(2), hashAt(3), false],
    ['a hold ended, and there is room again', hashAt(3), hashAt(2), false],
    ['bookings come and go, and the host gives no such discount', hashAt(2, false), hashAt(3, false), true],
  ])('%s', (_, quotedThen, now, stands) => {
    expect(quotedThen === now).toBe(stands);
  });
});

describe('canonical JSON', () => {
  test.each([
    [{ b: 1, a: [true, null, 'x"'] }, '{"a":[true,null,"x\\""],"b":1}'],
    [{ a: undefined, b: { d: 1, c: 2 } }, '{"b":{"c":2,"d":1}}'],
    [-0, '0'],
    ['é\n', '"é\\n"'],
  ])('%p is %s', (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  test('what is no JSON is a fault', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(RangeError);
    expect(() => canonicalJson([Infinity])).toThrow(RangeError);
    expect(() => canonicalJson([undefined])).toThrow(RangeError);
    expect(() => canonicalJson({ at: issuedAt })).toThrow(RangeError); // an instant, which would be written as {}
    expect(() => canonicalJson({ nights: new Set(['2026-07-10']) })).toThrow(RangeError);
  });

  test('is JSON, and does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        const text = canonicalJson(record);
        expect(canonicalJson(reversed)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(record)));
      }),
    );
  });
});
