import { z } from 'zod';
import { byDocumentId } from '../../../contract/fields';
import { operation, type AnyOperation } from '../../../contract/operation';
import { accept } from '../../../domain/refusal';
import { calendarBody, hostRange } from '../calendar-fields';
import type { StoredRange } from '../queries/host-ranges';
import { ownCalendar, paintCalendar } from '../use-cases/paint-calendar';
import { hostOf } from './host-listings';

const tag = 'Host: calendar';

function shown({ id: _id, ...range }: StoredRange) {
  return range;
}

const read = operation({
  id: 'hostCalendar',
  kind: 'query',
  method: 'GET',
  path: '/host/properties/:id/calendar',
  tag,
  summary: 'What the calendar of an own listing says',
  description: 'Ranges from today on: own ones, imported ones and those of calendar feeds. Bookings are not in it.',
  access: 'host',
  front: true,
  params: byDocumentId,
  success: { status: 200, schema: z.array(hostRange), description: 'In the order of their nights' },
  refusals: ['not_found'],
  async handle(app, call) {
    const outcome = await ownCalendar(app, hostOf(call), call.params.id);
    return outcome.ok ? accept({ data: outcome.value.map(shown) }) : outcome;
  },
});

const paint = operation({
  id: 'updateCalendar',
  kind: 'mutation',
  method: 'PUT',
  path: '/properties/:id/calendar',
  tag,
  summary: 'Set prices, minimum stays and closed nights for ranges of dates',
  description:
    'All ranges or none. A range takes the place of what was said of its nights before; of two that name the same night the later in ' +
    'the list wins; a range that names neither price, nights nor closed clears its nights. Both ends are included.',
  access: 'host',
  rateLimit: { name: 'host-calendar', points: 600, seconds: 60 },
  params: byDocumentId,
  body: calendarBody,
  success: { status: 200, schema: z.array(hostRange), description: 'The calendar from today on' },
  refusals: ['not_found', 'refused'],
  async handle(app, call) {
    const ranges = call.body.ranges.map((range) => ({
      firstNight: range.firstNight,
      lastNight: range.lastNight,
      closed: range.closed ?? false,
      price: range.price ?? null,
      minNights: range.minNights ?? null,
      minNightsThrough: range.minNightsThrough ?? null,
      maxNights: range.maxNights ?? null,
      reason: range.reason ?? null,
      source: 'host' as const,
    }));
    const outcome = await paintCalendar(app, hostOf(call), call.params.id, ranges);
    return outcome.ok ? accept({ data: outcome.value.map(shown) }) : outcome;
  },
});

export const hostCalendarOperations: readonly AnyOperation[] = [read, paint];
