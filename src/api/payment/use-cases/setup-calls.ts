import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { Casita, ProviderSetup } from '../../../ports';
import { bookingById } from '../../booking/queries/load-booking';
import { customerOf } from '../../saved-card/use-cases/customer-of';
import { setupById, updateSetup, type SetupRow } from '../queries/payment-setups';
import { applySetup } from './apply-setup';

/** The calls that keep a card before anything is charged; their subject is the setup. */
export const setupCalls: Readonly<Record<string, CallHandler>> = {
  create_setup: {
    async perform(app, { subject_id: id, idempotency_key: key }) {
      const row = await setupOf(app, id);
      const booking = await bookingById(app.db, row.booking_id);
      if (!booking?.guest_id) throw new Error(`booking ${row.booking_id} has no guest whose card could be kept`);
      const customer = await customerOf(app, booking.guest_id);
      const description = `${app.config.name} booking ${booking.reference}`;
      const metadata = { booking: booking.document_id, setup: row.document_id };
      return applied(
        app,
        row,
        await app.savedCards.createSetup({ customer, method: row.method, description, metadata }, key),
      );
    },
    async find(app, { subject_id: id, first_attempt_at: since }) {
      const row = await setupOf(app, id);
      const found = await app.savedCards.findSetup({ setup: row.document_id }, since);
      return found && applied(app, row, found);
    },
    refused: ended,
  },
  cancel_setup: {
    async perform(app, { subject_id: id, idempotency_key: key }) {
      const row = await setupOf(app, id);
      if (row.stripe_setup_intent === null) return over(app, row);
      return applied(app, row, await app.savedCards.cancelSetup(row.stripe_setup_intent, key));
    },
    find: async () => null,
    refused: ended,
  },
};

async function setupOf(app: Casita, id: number): Promise<SetupRow> {
  const row = await setupById(app.db, id);
  if (!row) throw new Error(`setup ${id} is gone`);
  return row;
}

const applied =
  (app: Casita, row: SetupRow, setup: ProviderSetup): Settle =>
  (tx) =>
    applySetup(app, tx, row, setup, 'job');

/** It was never made, and will not be. */
const over =
  (app: Casita, row: SetupRow): Settle =>
  (tx) => {
    const nothing = { intentId: null, clientSecret: null, method: null, lastError: null };
    return updateSetup(tx, row.id, { ...nothing, state: 'cancelled' }, app.clock.now().toString());
  };

/** A refusal means that it is further along than we knew, or was never made. */
async function ended(app: Casita, { subject_id: id }: { readonly subject_id: number }): Promise<Settle> {
  const row = await setupOf(app, id);
  if (row.stripe_setup_intent === null) return over(app, row);
  return applied(app, row, await app.savedCards.retrieveSetup(row.stripe_setup_intent));
}
