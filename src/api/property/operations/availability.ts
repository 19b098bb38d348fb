import { z } from 'zod';
import { byDocumentId, currency, night } from '../../../contract/fields';
import { operation } from '../../../contract/operation';
import { countNights } from '../../../domain/night';
import { accept } from '../../../domain/refusal';
import { viewAvailability } from '../use-cases/view-availability';

export const maxNightsAsked = 731;

const query = z.strictObject({ from: night, to: night }).superRefine(({ from, to }, context) => {
  const nights = countNights(from, to);
  const say = (code: string, message: string) =>
    context.addIssue({ code: 'custom', path: ['to'], message, params: { code } });
  if (nights < 1) say('to_not_after_from', 'must be after from');
  if (nights > maxNightsAsked) say('too_many_nights', `at most ${maxNightsAsked} nights after from`);
});

const MINUTE_MS = 60_000;

/**
 * The calendar changes with time at the home's midnight, from which on it is another day, and after its cut-off, which is itself in time.
 * Both are at whole minutes of every clock: so each minute is one time, but for the instant that it begins with.
 */
const minuteOf = (epochMs: number): string =>
  `${Math.floor(epochMs / MINUTE_MS)}${epochMs % MINUTE_MS === 0 ? ' sharp' : ''}`;

const nightOfCalendar = z
  .object({
    night,
    free: z.boolean().meta({ description: 'Whether the night can be part of a stay that is booked now' }),
    price: z.int().meta({ description: 'Minor units, before discounts, fees and taxes' }),
    minNights: z.int().meta({ description: 'For a stay that begins here' }),
    maxNights: z.int(),
    minNightsThrough: z.int().meta({ description: 'For every stay that has this night in it; 0 without such a rule' }),
    closedToArrival: z.boolean(),
    closedToDeparture: z.boolean(),
  })
  .meta({ id: 'CalendarNight' });

export const availabilityOperation = operation({
  id: 'propertyAvailability',
  kind: 'query',
  method: 'GET',
  path: '/properties/:id/availability',
  tag: 'Properties',
  summary: 'Night by night: free or not, price and rules',
  description: 'Nights of [from, to), at most 731. Why a night is not free is not told.',
  access: 'anyone',
  front: true,
  params: byDocumentId,
  query,
  rateLimit: { name: 'availability', points: 1_200, seconds: 60 },
  success: {
    status: 200,
    schema: z.object({ currency, timeZone: z.string(), nights: z.array(nightOfCalendar) }).meta({ id: 'Availability' }),
    description: 'The calendar',
  },
  refusals: ['not_found', 'refused'],
  sameForAll: ({ clock }, { params, query: { from, to } }) => ({
    home: params.id,
    parts: [from, to, minuteOf(clock.now().epochMilliseconds)],
  }),
  async handle(app, { params, query: { from, to } }) {
    const calendar = await viewAvailability(app, params.id, from, to);
    return calendar.ok ? accept({ data: calendar.value }) : calendar;
  },
});
