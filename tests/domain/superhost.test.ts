import { checkSuperhost, type HostRecord } from '../../src/domain/superhost';

const superhost: HostRecord = {
  stays: 10,
  nights: 30,
  enquiries: 10,
  answered: 9,
  bookings: 100,
  cancelledByHost: 1,
  ratingSum: 48,
  ratingCount: 10,
};

test.each<[string, Partial<HostRecord>, string[]]>([
  ['just enough of everything', {}, []],
  ['9 stays', { stays: 9 }, ['stays']],
  ['3 stays of 100 nights', { stays: 3, nights: 100 }, []],
  ['3 stays of 99 nights', { stays: 3, nights: 99 }, ['stays']],
  ['2 stays of 200 nights', { stays: 2, nights: 200 }, ['stays']],
  ['8 of 10 answered', { answered: 8 }, ['response_rate']],
  ['nobody asked', { enquiries: 0, answered: 0 }, []],
  ['2 of 100 cancelled', { cancelledByHost: 2 }, ['cancellations']],
  ['101 of 10,000 cancelled', { bookings: 10_000, cancelledByHost: 101 }, ['cancellations']],
  ['1 of 99 cancelled', { bookings: 99 }, ['cancellations']],
  ['none booked', { bookings: 0, cancelledByHost: 0 }, []],
  ['a mean of 4.7', { ratingSum: 47 }, ['rating']],
  ['never rated', { ratingSum: 0, ratingCount: 0 }, ['rating']],
  [
    'nothing right',
    { stays: 0, answered: 0, cancelledByHost: 9, ratingSum: 10 },
    ['stays', 'response_rate', 'cancellations', 'rating'],
  ],
])('%s: missing %p', (_, changes, missing) => {
  expect(checkSuperhost({ ...superhost, ...changes }).map((reason) => reason.code)).toEqual(missing);
});
