import { z } from 'zod';
import { bookingMoney } from '../../../api/money/use-cases/booking-money';
import { ledgerBalances } from '../../../api/money/use-cases/ledger-balances';
import { moneyAttention, retryCall } from '../../../api/money/use-cases/money-attention';
import { payRefundOutside, retryRefund } from '../../../api/refund/use-cases/end-failed-refund';
import { refundByStaff } from '../../../api/refund/use-cases/refund-by-staff';
import { SUPER_ADMIN_ROLE } from '../../../api/host/panel-names';
import { documentId, instant, text } from '../../../contract/fields';
import { refundBearers } from '../../../domain/ledger-refunds';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { refundLimitOf } from '../../../domain/staff-refund';
import { awaitCalls } from '../../../outbox/await-calls';
import type { Casita, StaffActor } from '../../../ports';
import type { PanelUser } from '../panel-user';
import { panelActions } from '../roles/actions';
import { panelRead, panelRoute } from './panel-route';

/** Money is the staff's, whatever permission somebody gave a host or a moderator besides. */
export function staffOnly(user: PanelUser): Outcome<StaffActor> {
  if (user.kind !== 'staff') return refuse('forbidden', 'Only for staff', [{ code: 'not_staff' }]);
  return accept({ kind: 'staff', adminId: user.id, name: user.name });
}

/** The guest is told it with the refund, which has room for so much. */
const toldReason = text(255, 1);
const reason = text(500, 1);

/** The row's number, as text: of a call, or of a posting. */
export const rowId = z.string().regex(/^[1-9]\d{0,14}$/);

const limitOf =
  (app: Casita, { roles }: PanelUser) =>
  (currency: string) =>
    roles.includes(SUPER_ADMIN_ROLE) ? null : refundLimitOf(app.config.staffRefundLimits, roles, currency);

/** Sends what is owed, so that whoever looks at the booking next sees what came of it. */
async function sent(app: Casita, outcome: Outcome<number>, documentId: string): Promise<Outcome<unknown>> {
  if (!outcome.ok) return outcome;
  await awaitCalls(app, outcome.value);
  return accept({ documentId });
}

export const moneyRoutes = [
  panelRoute({
    path: '/bookings/:id/refunds',
    permission: panelActions.refundBookings,
    body: z.strictObject({
      amount: z.int().min(1),
      reason: toldReason,
      bearer: z.enum(refundBearers),
      expectedRefundable: z.int().min(0),
    }),
    async handle(app, { user, id, body, idempotencyKey }) {
      const actor = staffOnly(user);
      if (!actor.ok) return actor;
      const command = { ...body, actor: actor.value, bookingDocumentId: id, limitIn: limitOf(app, user) };
      return sent(app, await refundByStaff(app, { ...command, idempotencyKey }), id);
    },
  }),
  panelRoute({
    path: '/refunds/:id/retry',
    permission: panelActions.settleRefunds,
    body: z.strictObject({ reason }),
    async handle(app, { user, id, body }) {
      const actor = staffOnly(user);
      if (!actor.ok) return actor;
      return sent(app, await retryRefund(app, { actor: actor.value, refundDocumentId: id, ...body }), id);
    },
  }),
  panelRoute({
    path: '/refunds/:id/paid-outside',
    permission: panelActions.settleRefunds,
    body: z.strictObject({ reason, reference: text(140, 1) }),
    async handle(app, { user, id, body }) {
      const actor = staffOnly(user);
      if (!actor.ok) return actor;
      const paid = await payRefundOutside(app, { actor: actor.value, refundDocumentId: id, ...body });
      return paid.ok ? accept({ documentId: id }) : paid;
    },
  }),
  panelRead({
    path: '/money/attention',
    permission: panelActions.readMoney,
    query: z.strictObject({}),
    async handle(app, { user }) {
      const actor = staffOnly(user);
      return actor.ok ? accept(await moneyAttention(app)) : actor;
    },
  }),
  panelRead({
    path: '/bookings/:id/money',
    permission: panelActions.readMoney,
    query: z.strictObject({ at: instant.optional() }),
    async handle(app, { user, id, query }) {
      const actor = staffOnly(user);
      return actor.ok ? bookingMoney(app, id, query.at ?? null) : actor;
    },
  }),
  panelRead({
    path: '/ledger/balances',
    permission: panelActions.readMoney,
    query: z.strictObject({ host: documentId.optional(), at: instant.optional() }),
    async handle(app, { user, query: { host = null, at = null } }) {
      const actor = staffOnly(user);
      return actor.ok ? ledgerBalances(app, { host, at }) : actor;
    },
  }),
  panelRoute({
    path: '/stripe-calls/:id/retry',
    permission: panelActions.settleRefunds,
    id: rowId,
    body: z.strictObject({}),
    async handle(app, { user, id }) {
      const actor = staffOnly(user);
      return actor.ok ? retryCall(app, Number(id)) : actor;
    },
  }),
];
