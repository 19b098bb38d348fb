import type { Stored } from '../../objects';
import { insertObject } from '../../queries/insert-object';
import { seconds, type Work } from '../../work';
import { refundBody } from './refund-body';

/**
 * What a capture leaves, or a cancelled authorisation held, shows as a refund of the charge although no money of ours moves: no balance
 * transaction, no `refund.created`. Whoever reads `amount_refunded` as money given back counts too much.
 */
export async function giveBackUncaptured(work: Work, charge: Stored<'charge'>, amount: number): Promise<void> {
  const body = refundBody(charge.body, amount, seconds(work.now), { status: 'succeeded' });
  await insertObject(work.tx, 'refund', body.created, body, { then: 'stays', ofUncaptured: true });
}
