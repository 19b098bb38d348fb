import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { CallRow } from '../../../outbox/queries/calls';
import type { Casita, ProviderAccount } from '../../../ports';
import { insertAccountEvent } from '../queries/account-events';
import { hostAccount, lockHostAccount } from '../queries/host-account-row';
import { hostDocument, lockHostPerson } from '../queries/host-person';
import { beginLook, deleteUnmadeAccount, lookSoon } from '../queries/save-account';
import { applyAccount, nextLookAt } from './apply-account';

/** The calls about a host's account; their subject is the host. */
export const accountCalls: Readonly<Record<string, CallHandler>> = {
  create_account: {
    async perform(app, { subject_id: hostId, idempotency_key: key, attempts }) {
      const wanted = await hostAccount(app.db, hostId);
      if (wanted === null || wanted.contact_email === null) return nothing;
      const { contact_email: contactEmail, country } = wanted;
      const metadata = { host: await hostDocument(app.db, hostId) };
      const made = await app.hostAccounts.create({ contactEmail, country, metadata }, key);
      // An answer to a key that was used before is as old as that.
      return isMade(app, hostId, attempts > 1 ? await app.hostAccounts.retrieve(made.id) : made);
    },
    async find(app, { subject_id: hostId }) {
      const account = await app.hostAccounts.find({ host: await hostDocument(app.db, hostId) });
      return account && isMade(app, hostId, account);
    },
    async refused(app, { subject_id: hostId }, { message }) {
      return async (tx) => {
        const host = await lockHostPerson(tx, hostId);
        const account = await lockHostAccount(tx, hostId);
        if (!host || account?.state !== 'creating') return;
        const at = app.clock.now().toString();
        await insertAccountEvent(tx, hostId, {
          ...{ kind: 'refused', state: null, actor: 'provider', made_by: null, reason: message, at },
        });
        await deleteUnmadeAccount(tx, hostId);
      };
    },
  },
  close_account: {
    async perform(app, { subject_id: hostId, idempotency_key: key }) {
      const begun = await beginLook(app.db, hostId, nextLookAt(app, 'restricted'));
      if (!begun) return nothing;
      const account = await app.hostAccounts.close(begun.stripeAccount, key);
      return (tx) => applyAccount(app, tx, hostId, begun.look, account);
    },
    find: async () => null,
    refused: lookAgain,
  },
};

const nothing: Settle = async () => undefined;

/** The first look at an account. Its events may have come before we knew whose it is, so it is looked at again soon. */
const isMade =
  (app: Casita, hostId: number, account: ProviderAccount): Settle =>
  async (tx) => {
    await applyAccount(app, tx, hostId, 0, account);
    await lookSoon(tx, hostId, app.clock.now().add({ minutes: 1 }).toString());
  };

/** Closed already, or with money on its balance: then it is asked for again on another day (jobs/check-host-accounts.ts). */
async function lookAgain(app: Casita, { subject_id: hostId }: CallRow): Promise<Settle> {
  const begun = await beginLook(app.db, hostId, nextLookAt(app, 'restricted'));
  if (!begun) return nothing;
  const account = await app.hostAccounts.retrieve(begun.stripeAccount);
  return (tx) => applyAccount(app, tx, hostId, begun.look, account);
}
