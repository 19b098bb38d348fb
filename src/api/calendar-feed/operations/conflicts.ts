import { z } from 'zod';
import { byDocumentId, instant, text } from '../../../contract/fields';
import { operation, type AnyOperation } from '../../../contract/operation';
import { accept } from '../../../domain/refusal';
import { hostOf } from '../../property/operations/host-listings';
import { conflictStates, type ConflictRow } from '../queries/conflicts';
import { conflictDecisions, decideConflict, listConflicts } from '../use-cases/decide-conflict';

const tag = 'Host: calendar';

const conflictState = z.enum(conflictStates).meta({
  id: 'CalendarConflictState',
  description: 'open: nobody has looked at it; resolved, dismissed: somebody has; ended: booking or event have gone',
});

const conflict = z
  .object({
    documentId: z.string(),
    property: z.string(),
    propertyName: z.string(),
    booking: z.string().nullable(),
    reference: z.string().nullable(),
    feedName: z.string(),
    state: conflictState,
    firstNight: z.string(),
    lastNight: z.string(),
    foundAt: instant.nullable(),
    settledAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'CalendarConflict' });

const shown = (row: ConflictRow): z.input<typeof conflict> => ({
  ...row,
  foundAt: row.foundAt?.toISOString() ?? null,
  settledAt: row.settledAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
});

const list = operation({
  id: 'calendarConflicts',
  kind: 'query',
  method: 'GET',
  path: '/host/calendar-conflicts',
  tag,
  summary: 'Bookings and imported events that want the same nights',
  description: 'The bookings stand and the nights are closed. Without `state`: all that have not ended.',
  access: 'host',
  query: z.strictObject({ state: conflictState.optional() }),
  success: { status: 200, schema: z.array(conflict), description: 'The nearest nights first, 500 at the most' },
  refusals: [],
  async handle(app, call) {
    const rows = await listConflicts(app, hostOf(call), call.query.state ?? null);
    return accept({ data: rows.map(shown) });
  },
});

const decide = operation({
  id: 'decideCalendarConflict',
  kind: 'mutation',
  method: 'POST',
  path: '/host/calendar-conflicts/:id/decision',
  tag,
  summary: 'Say that a conflict is dealt with, or is none',
  description:
    'It stays so for as long as event and booking stand, and comes up again only where more nights clash than before.',
  access: 'host',
  rateLimit: { name: 'calendar-conflict-decisions', points: 120, seconds: 60 },
  params: byDocumentId,
  body: z.strictObject({ decision: z.enum(conflictDecisions), note: text(500).nullable().default(null) }),
  success: { status: 200, schema: conflict, description: 'The conflict as it is now' },
  refusals: ['not_found', 'conflict'],
  async handle(app, call) {
    const outcome = await decideConflict(app, hostOf(call), call.params.id, call.body);
    return outcome.ok ? accept({ data: shown(outcome.value) }) : outcome;
  },
});

export const conflictOperations: readonly AnyOperation[] = [list, decide];
