import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { CallRow } from '../../../outbox/queries/calls';
import type { Casita, ProviderDispute } from '../../../ports';
import { placeOfIntent } from '../../payment/queries/load-payment';
import type { DisputeRow } from '../queries/dispute-row';
import { evidenceOf } from '../queries/dispute-evidence';
import { providersFiles } from '../queries/dispute-files';
import { disputeById } from '../queries/load-dispute';
import { applyDispute } from './settle-dispute';

/** The calls that answer a dispute; their subject is the dispute. */
export const disputeCalls: Readonly<Record<string, CallHandler>> = {
  // Laying the same words down twice is as once.
  save_evidence: {
    perform: (app, call) =>
      answered(app, call, async ({ id, stripe_dispute: to }) =>
        app.disputes.saveEvidence(to, await evidenceFor(app, id), call.idempotency_key),
      ),
    find: async () => null,
    refused: fetchAgain,
  },
  submit_evidence: {
    perform: (app, call) =>
      answered(app, call, async ({ id, stripe_dispute: to }) =>
        app.disputes.submit(to, await evidenceFor(app, id), call.idempotency_key),
      ),
    find: (app, call) => foundWhere(app, call, ({ submissions }) => submissions > 0),
    refused: fetchAgain,
  },
  accept_dispute: {
    perform: (app, call) =>
      answered(app, call, ({ stripe_dispute: to }) => app.disputes.accept(to, call.idempotency_key)),
    find: (app, call) => foundWhere(app, call, ({ state }) => state === 'lost'),
    refused: fetchAgain,
  },
};

/** Words and files. */
const evidenceFor = async (app: Casita, id: number) => ({
  ...(await evidenceOf(app.db, id)),
  ...(await providersFiles(app.db, id)),
});

async function disputeOf(app: Casita, id: number): Promise<DisputeRow> {
  const dispute = await disputeById(app.db, id);
  if (!dispute) throw new Error(`dispute ${id} is gone`);
  return dispute;
}

async function answered(
  app: Casita,
  call: CallRow,
  say: (dispute: DisputeRow) => Promise<ProviderDispute>,
): Promise<Settle> {
  return applied(app, await say(await disputeOf(app, call.subject_id)));
}

async function foundWhere(
  app: Casita,
  call: CallRow,
  isDone: (news: ProviderDispute) => boolean,
): Promise<Settle | null> {
  const news = await app.disputes.retrieve((await disputeOf(app, call.subject_id)).stripe_dispute);
  return isDone(news) ? applied(app, news) : null;
}

/** Most refusals mean that it is decided already: the truth is fetched. */
async function fetchAgain(app: Casita, { subject_id: id }: { readonly subject_id: number }): Promise<Settle> {
  return applied(app, await app.disputes.retrieve((await disputeOf(app, id)).stripe_dispute));
}

const applied =
  (app: Casita, news: ProviderDispute): Settle =>
  async (tx) => {
    const place = await placeOfIntent(tx, news.intentId);
    if (!place) throw new Error(`dispute ${news.id} has no payment`);
    await applyDispute(app, tx, place, news, 'job');
  };
