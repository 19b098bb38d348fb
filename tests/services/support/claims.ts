import { answerClaim } from '../../../src/api/damage-claim/use-cases/answer-claim';
import { fileClaim } from '../../../src/api/damage-claim/use-cases/file-claim';
import { claimsOfBooking, type ClaimViewRow } from '../../../src/api/damage-claim/queries/load-claim';
import { runCalls } from '../../../src/outbox/run-calls';
import { as, type PaidStay } from './alterations';
import type { TestCasita } from './casita';
import { confirmWithCard } from './world';

export const fileIt = (
  world: TestCasita,
  stay: PaidStay,
  changes: Partial<Parameters<typeof fileClaim>[1]> & { readonly amount: number },
) =>
  fileClaim(world.app, {
    ...as(stay, 'host'),
    ...{ description: 'A broken lamp', items: [], idempotencyKey: null },
    ...changes,
  });

export const answerIt = (
  world: TestCasita,
  stay: PaidStay,
  said: 'accept' | 'dispute',
  { amount = null, n = 1, card = null }: { amount?: number | null; n?: number; card?: string | null } = {},
) =>
  answerClaim(world.app, {
    ...as(stay, 'guest'),
    ...{
      n,
      answer: said,
      amount,
      card,
      message: said === 'dispute' ? 'It was broken before' : null,
      idempotencyKey: null,
    },
  });

export async function claimOf(world: TestCasita, stay: Pick<PaidStay, 'id'>, n = 1): Promise<ClaimViewRow> {
  const found = (await claimsOfBooking(world.app.db, stay.id)).find((row) => row.n === n);
  if (!found) throw new Error(`no claim ${n}`);
  return found;
}

/** What the guest's app does with the client secret of a claim. */
export async function payClaim(world: TestCasita, stay: PaidStay, card = 'pm_card_visa'): Promise<string> {
  await runCalls(world.app, stay.id);
  return confirmWithCard(world, (await claimOf(world, stay)).payment?.clientSecret ?? '', card);
}
