import { staysAround, staysWithin } from '../../src/domain/flexible-stays';
import { countNights, nightOf, weekdayOf } from '../../src/domain/night';

const stay = (checkIn: string, checkOut: string) => ({ checkIn: nightOf(checkIn), checkOut: nightOf(checkOut) });

describe('stays around the dates that were asked', () => {
  it('come nearest first, of two as near the later one', () => {
    expect(staysAround(stay('2027-03-10', '2027-03-13'), 2)).toEqual([
      stay('2027-03-10', '2027-03-13'),
      stay('2027-03-11', '2027-03-14'),
      stay('2027-03-09', '2027-03-12'),
      stay('2027-03-12', '2027-03-15'),
      stay('2027-03-08', '2027-03-11'),
    ]);
  });

  it('do not reach beyond the days that can be named', () => {
    expect(staysAround(stay('1970-01-01', '1970-01-03'), 1)).toEqual([
      stay('1970-01-01', '1970-01-03'),
      stay('1970-01-02', '1970-01-04'),
    ]);
    expect(staysAround(stay('9998-12-29', '9998-12-31'), 1)).toEqual([
      stay('9998-12-29', '9998-12-31'),
      stay('9998-12-28', '9998-12-30'),
    ]);
  });
});

describe('stays within months', () => {
  it('a weekend is the nights of Friday and Saturday', () => {
    const weekends = staysWithin(['2027-02'], 'weekend');
    expect(weekends).toEqual(['05', '12', '19', '26'].map((day, i) => stay(`2027-02-${day}`, ['2027-02-07', '2027-02-14', '2027-02-21', '2027-02-28'][i] as string))); // prettier-ignore
    expect(weekends.every(({ checkIn }) => weekdayOf(checkIn) === 5)).toBe(true);
  });

  it.each([
    ['week', 7],
    ['month', 28],
  ] as const)('a %s is %i nights from any day of the months on, in order', (kind, nights) => {
    const stays = staysWithin(['2028-02', '2027-12', '2028-02'], kind);
    expect(stays).toHaveLength(31 + 29);
    expect(stays[0]?.checkIn).toBe('2027-12-01');
    expect(stays.at(-1)?.checkIn).toBe('2028-02-29');
    expect(stays.map(({ checkIn }) => checkIn)).toEqual([...stays.map(({ checkIn }) => checkIn)].sort());
    expect(new Set(stays.map(({ checkIn, checkOut }) => countNights(checkIn, checkOut)))).toEqual(new Set([nights]));
  });

  it('do not reach beyond the days that can be named', () => {
    expect(staysWithin(['9998-12'], 'week').at(-1)).toEqual(stay('9998-12-24', '9998-12-31'));
  });
});
