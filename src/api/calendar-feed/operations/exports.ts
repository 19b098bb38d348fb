import { z } from 'zod';
import { byDocumentId, instant } from '../../../contract/fields';
import { asAnswer, operation, type AnyOperation } from '../../../contract/operation';
import { hostOf } from '../../property/operations/host-listings';
import { renewExport, viewExport } from '../use-cases/export-calendar';

const tag = 'Host: calendar';

const calendarExport = z
  .object({
    url: z
      .string()
      .nullable()
      .meta({ description: 'With a secret in it: whoever has it reads when the home is taken, and nothing of guests' }),
    createdAt: instant.nullable(),
  })
  .meta({ id: 'CalendarExport' });

const view = operation({
  id: 'calendarExport',
  kind: 'query',
  method: 'GET',
  path: '/properties/:id/calendar-export',
  tag,
  summary: 'The address under which other platforms read the calendar of an own listing',
  access: 'host',
  params: byDocumentId,
  success: { status: 200, schema: calendarExport, description: 'Nulls until an address was asked for' },
  refusals: ['not_found'],
  async handle(app, call) {
    return asAnswer(await viewExport(app, hostOf(call), call.params.id));
  },
});

const renew = operation({
  id: 'renewCalendarExport',
  kind: 'mutation',
  method: 'POST',
  path: '/properties/:id/calendar-export',
  tag,
  summary: 'Make a new address for the exported calendar',
  description:
    'The first one, or one in place of an address that has come into wrong hands: that one answers 404 from now on.',
  access: 'host',
  rateLimit: { name: 'calendar-export-renewals', points: 30, seconds: 60 },
  params: byDocumentId,
  success: { status: 201, schema: calendarExport, description: 'The new address' },
  refusals: ['not_found'],
  async handle(app, call) {
    return asAnswer(await renewExport(app, hostOf(call), call.params.id));
  },
});

export const exportOperations: readonly AnyOperation[] = [view, renew];
