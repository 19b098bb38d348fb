import { Temporal } from 'temporal-polyfill';
import * as fc from 'fast-check';
import { exportedEvents } from '../../src/domain/exported-calendar';
import { feedChanges, rangeChanges, type FeedEvent, type StoredFeedEvent } from '../../src/domain/feed-changes';
import { nextPollMinutes } from '../../src/domain/feed-schedule';
import { trustAnswer, type FeedDoubt, type FeedNights } from '../../src/domain/feed-trust';
import { addDays, nightOf, type Night } from '../../src/domain/night';

const numbers = { emptyPolls: 3, emptyHours: 24, dropPercent: 50, dropPolls: 2 };
const now = Temporal.Instant.from('2027-01-10T12:00:00Z');
const doubt = (hoursAgo: number, polls: number): FeedDoubt => ({ since: now.subtract({ hours: hoursAgo }), polls });

describe('whether an answer may free nights', () => {
  test.each<[string, FeedNights, FeedDoubt | null, string]>([
    ['nothing lost', { known: 10, lost: 0, answered: 12 }, null, 'believed'],
    ['nothing known', { known: 0, lost: 0, answered: 0 }, null, 'believed'],
    ['half lost', { known: 10, lost: 5, answered: 5 }, null, 'believed'],
    ['more than half lost', { known: 10, lost: 6, answered: 4 }, null, 'fewer 1'],
    ['more than half lost, twice', { known: 10, lost: 6, answered: 4 }, doubt(2, 1), 'believed'],
    ['all lost, others there', { known: 10, lost: 10, answered: 3 }, null, 'fewer 1'],
    ['empty', { known: 10, lost: 10, answered: 0 }, null, 'empty 1'],
    ['empty for the third time, too soon', { known: 10, lost: 10, answered: 0 }, doubt(23, 2), 'empty 3'],
    ['empty for a day, but only twice', { known: 10, lost: 10, answered: 0 }, doubt(25, 1), 'empty 2'],
    ['empty for the third time, after a day', { known: 10, lost: 10, answered: 0 }, doubt(24, 2), 'believed'],
  ])('%s', (_name, nights, before, expected) => {
    const trust = trustAnswer(numbers, nights, before, now);
    expect(trust.verdict === 'believed' ? 'believed' : `${trust.why} ${trust.doubt.polls}`).toBe(expected);
  });
});

describe('what an answer changes', () => {
  const today = nightOf('2027-01-10');
  const event = (uid: string, from: number, to: number): FeedEvent => ({
    uid,
    recurrence: '',
    checkIn: addDays(today, from),
    checkOut: addDays(today, to),
  });
  const stored = (id: number, ...of: [string, number, number]): StoredFeedEvent => ({ id, ...event(...of) });

  test('an event under way that is re-issued keeps its row; one that merely ends alike does not', () => {
    const before = [stored(1, 'old', -3, 5)];
    expect(feedChanges(before, [event('new', 0, 5)], today, true)).toMatchObject({
      add: [],
      remove: [],
      change: [{ id: 1, uid: 'new' }],
    });
    expect(feedChanges(before, [event('new', -1, 5)], today, true)).toMatchObject({ change: [{ id: 1 }] });
    expect(feedChanges(before, [event('new', 1, 5)], today, true)).toMatchObject({
      add: [{ uid: 'new' }],
      remove: [1],
    });
    expect(feedChanges(before, [event('new', 0, 6)], today, true)).toMatchObject({
      add: [{ uid: 'new' }],
      remove: [1],
    });
  });

  test('one that is not believed adds and takes nothing away', () => {
    const before = [stored(1, 'a', 1, 5), stored(2, 'b', 7, 9)];
    expect(feedChanges(before, [event('a', 2, 6)], today, false)).toEqual({
      add: [event('a', 2, 6)],
      change: [],
      remove: [],
    });
  });

  test('believed, what is stored is then what was answered; and nothing changes the second time', () => {
    const events = fc
      .uniqueArray(
        fc.record({
          uid: fc.constantFrom('a', 'b', 'c', 'd'),
          from: fc.integer({ min: -5, max: 9 }),
          nights: fc.integer({ min: 1, max: 6 }),
        }),
        {
          selector: ({ uid }) => uid,
        },
      )
      .map((all) => all.map(({ uid, from, nights }) => event(uid, from, from + nights)));
    fc.assert(
      fc.property(events, events, (first, second) => {
        const before = first.map((one, id) => ({ ...one, id }));
        const { add, change, remove } = feedChanges(before, second, today, true);
        const changed = new Map(change.map((one) => [one.id, one]));
        const kept = before.filter(({ id }) => !remove.includes(id)).map((one) => changed.get(one.id) ?? one);
        const after = [...kept, ...add.map((one, i) => ({ ...one, id: 100 + i }))];
        const said = (all: readonly FeedEvent[]) =>
          all.map(({ uid, checkIn, checkOut }) => `${uid} ${checkIn} ${checkOut}`).sort();
        expect(said(after)).toEqual(said(second));
        expect(feedChanges(after, second, today, true)).toEqual({ add: [], change: [], remove: [] });
      }),
    );
  });

  test('ranges that say the same from today on are left alone', () => {
    const range = (id: number, first: number, last: number) => ({
      id,
      firstNight: addDays(today, first),
      lastNight: addDays(today, last),
    });
    const run = (from: number, to: number) => ({ checkIn: addDays(today, from), checkOut: addDays(today, to) });
    expect(rangeChanges([range(1, -3, 4)], [run(0, 5)], today)).toEqual({ remove: [], add: [] });
    expect(rangeChanges([range(1, -3, 4), range(2, -9, -8)], [run(-1, 5)], today)).toEqual({ remove: [2], add: [] });
    expect(rangeChanges([range(1, 0, 4)], [run(0, 6)], today)).toEqual({ remove: [1], add: [run(0, 6)] });
  });
});

test('the next look: as often as set, sooner after an error, rarer after many', () => {
  expect(nextPollMinutes(120, 0, 0.5)).toBe(120);
  expect([nextPollMinutes(120, 0, 0), nextPollMinutes(120, 0, 1)].map(Math.round)).toEqual([108, 132]);
  expect([1, 2, 3, 7, 8, 1_000].map((failures) => nextPollMinutes(120, failures, 0.5))).toEqual([
    5, 10, 20, 320, 480, 480,
  ]);
});

describe('what is exported', () => {
  const night = (day: number): Night => nightOf(`2027-02-${String(day).padStart(2, '0')}`);
  const at = new Date('2027-01-01T00:00:00Z');
  const run = (from: number, to: number) => ({ checkIn: night(from), checkOut: night(to), changedAt: at });
  const said = (...events: ReturnType<typeof exportedEvents>) =>
    events.map(({ kind, checkIn, checkOut }) => `${kind} ${checkIn.slice(8)} ${checkOut.slice(8)}`).sort();

  test('stays one by one, closed nights as few as can be, preparation where nothing else is', () => {
    const stays = [
      { ...run(10, 13), documentId: 'a' },
      { ...run(14, 16), documentId: 'b' },
    ];
    const closures = [run(16, 17), run(20, 22), run(22, 24)];
    expect(said(...exportedEvents('home', stays, closures, 1, night(1)))).toEqual([
      'not_available 09 10',
      'not_available 13 14',
      'not_available 16 17',
      'not_available 20 24',
      'reserved 10 13',
      'reserved 14 16',
    ]);
    expect(said(...exportedEvents('home', stays, [], 0, night(13)))).toEqual(['reserved 14 16']);
  });

  test('keys are of one event each, and the same again', () => {
    const stays = [{ ...run(10, 13), documentId: 'a' }];
    const events = exportedEvents('home', stays, [run(20, 22)], 2, night(1));
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
    expect(exportedEvents('home', stays, [run(20, 25)], 2, night(2)).map(({ key }) => key)).toEqual(
      events.map(({ key }) => key),
    );
  });
});
