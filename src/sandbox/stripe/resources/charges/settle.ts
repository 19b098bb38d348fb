import { chargeFee } from '../../fees';
import type { Stored } from '../../objects';
import { saveObject } from '../../queries/save-object';
import { scheduleWork } from '../../queries/schedule-work';
import { emit, type Work } from '../../work';
import { postToBalance } from '../balance-transactions';
import { lockOwn } from '../find';

/** Books what a captured charge brings in, less Stripe's fee on it. The charge is the caller's to save. */
export async function settle(work: Work, charge: Stored<'charge'>): Promise<Stored<'charge'>> {
  const { body, hidden } = charge;
  const transaction = await postToBalance(work, {
    type: 'charge',
    reportingCategory: 'charge',
    source: body.id,
    amount: body.amount_captured,
    fee: chargeFee(body.amount_captured, body.currency),
    currency: body.currency,
    description: body.description,
    pending: !hidden.behaviour.availableAtOnce,
  });
  return { ...charge, body: { ...body, balance_transaction: transaction.id } };
}

/** With `automatic_async` the balance transaction comes a moment after the payment, and `charge.updated` tells of it. */
export async function chargeSettles(work: Work, id: string): Promise<void> {
  const charge = await lockOwn(work, 'charge', id);
  if (charge.body.balance_transaction !== null) return;
  const settled = await settle(work, charge);
  await saveObject(work.tx, settled);
  emit(work, 'charge.updated', settled.body, { balance_transaction: null });
}

/** What a captured charge has coming: a dispute, with the cards that bring one. */
export async function scheduleDispute(work: Work, charge: Stored<'charge'>): Promise<void> {
  if (charge.hidden.behaviour.dispute !== 'none') await scheduleWork(work.tx, 'dispute_opens', charge.id, work.now);
}
