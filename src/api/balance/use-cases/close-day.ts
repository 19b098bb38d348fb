import type { Casita } from '../../../ports';
import { brokenInvariants } from '../../payment/queries/invariants';
import { balanceSums, oneSided, type BalanceSums, type OneSided } from '../queries/balance-sums';
import { walkedUntil } from '../queries/walk';
import { insertCloses, type NewClose } from '../queries/closes';
import { raiseDifferences, type Difference } from '../queries/differences';
import { settleMovements } from './settle-movements';
import { walkBalance } from './walk-balance';

/** How long something may stand on one side only before somebody has to look at it. */
const GRACE_HOURS = 1;
/** Money keeps moving while we count: so often until two counts of the provider's agree with what is mirrored. */
const COUNTS_MAX = 3;
const DAYS_BACK = 3;

interface Count {
  readonly provider: ReadonlyMap<string, number>;
  readonly sums: readonly BalanceSums[];
  readonly items: readonly OneSided[];
}

/**
 * Closes a day: what the ledger says is on our balance, what the provider says, and what its movements come to. Each difference is
 * named: what is under way, what staff have explained, and what nobody has, which is raised. The figures are of the moment of the
 * close, which is meant to be just after the day's end. @returns how many differences are new
 */
export async function closeDay(app: Casita, day: string): Promise<number> {
  const count = await countAll(app);
  const now = app.clock.now();
  const grace = now.subtract({ hours: GRACE_HOURS }).epochMilliseconds;
  const isAccounted = (item: OneSided) => item.underWay || item.reason !== null || item.at.getTime() > grace;
  const closes = currenciesOf(count).map((currency) => closeOf(count, currency, isAccounted));
  const found = [
    ...count.items.filter((item) => !isAccounted(item) || item.reason !== null).map(differenceOf),
    ...closes.filter(({ provider, mirrored }) => provider !== mirrored).map(balanceDifference),
    ...(await invariantDifferences(app)),
  ];
  const raised = await app.db.transaction(async (tx) => {
    await insertCloses(tx, day, closes, now.toString());
    return raiseDifferences(tx, found, now.toString());
  });
  for (const one of raised) app.log.error(`close of ${day}: ${one.kind} ${one.subject}: ${one.detail}`);
  return raised.length;
}

/** Each count that does not agree looks further back for movements that every walk missed: the last one at all there are. */
async function countAll(app: Casita): Promise<Count> {
  for (let turn = 1; ; turn += 1) {
    const daysBack = turn === 1 ? 0 : DAYS_BACK;
    await walkBalance(app, turn > COUNTS_MAX ? null : await walkedUntil(app.db, 'balance', daysBack));
    await settleMovements(app);
    const provider = new Map((await app.balances.current()).map(({ currency, amount }) => [currency, amount]));
    const { sums, items } = await ledgerAndMirror(app);
    const agree = sums.every(({ currency, mirrored }) => (provider.get(currency) ?? 0) === mirrored);
    if (agree || turn > COUNTS_MAX) return { provider, sums, items };
  }
}

/** Both of one instant, so that the parts come to the sum whatever is posted meanwhile. */
const ledgerAndMirror = (app: Casita): Promise<Pick<Count, 'sums' | 'items'>> =>
  app.db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    return { sums: await balanceSums(tx), items: await oneSided(tx) };
  });

const currenciesOf = ({ provider, sums }: Count): string[] =>
  [
    ...new Set([...sums.map(({ currency }) => currency), ...[...provider].flatMap(([name, is]) => (is ? [name] : []))]),
  ].sort();

function closeOf(count: Count, currency: string, isAccounted: (item: OneSided) => boolean): NewClose {
  const sums = count.sums.find((one) => one.currency === currency);
  const items = count.items.filter((item) => item.currency === currency);
  return {
    currency,
    ledger: sums?.ledger ?? 0,
    provider: count.provider.get(currency) ?? 0,
    mirrored: sums?.mirrored ?? 0,
    accounted: items.filter(isAccounted).reduce((sum, { amount }) => sum + amount, 0),
    items: items.map((item) => ({
      kind: item.kind,
      subject: item.subject,
      what: item.what,
      amount: item.amount,
      since: item.at.toISOString(),
      why: item.reason ?? (isAccounted(item) ? 'under way' : null),
    })),
  };
}

const differenceOf = ({ kind, subject, what, amount, currency }: OneSided): Difference => ({
  kind,
  subject,
  amount,
  currency,
  detail: what,
});

const balanceDifference = ({ currency, provider, mirrored }: NewClose): Difference => ({
  kind: 'balance',
  subject: currency,
  amount: provider - mirrored,
  currency,
  detail: `the provider says ${provider}, its movements come to ${mirrored}`,
});

/** The same look at everything else that must be true, once a day without anybody asking. */
async function invariantDifferences(app: Casita): Promise<Difference[]> {
  const broken = await brokenInvariants(app.db);
  return broken.map(({ invariant, detail }) => {
    const subject = `${invariant}: ${detail}`.slice(0, 500);
    return { kind: 'invariant', subject, amount: null, currency: null, detail };
  });
}
