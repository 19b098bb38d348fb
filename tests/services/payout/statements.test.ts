import { hostEarnings, hostMonths } from '../../../src/api/payout/queries/host-earnings';
import { hostPayout, hostPayouts } from '../../../src/api/payout/queries/payout-views';
import { stateMonth } from '../../../src/api/payout/use-cases/state-month';
import { viewPayout } from '../../../src/api/payout/use-cases/view-payout';
import { monthCsv, monthPage, payoutCsv, payoutPage } from '../../../src/api/payout/statement-files';
import { createTestCasita, type TestCasita } from '../support/casita';
import { cancelStay, ledgerOf, makePayable, paidStay } from './paid-hosts';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

const textOf = async (chunks: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
};

test('a host’s earnings, payouts and months say what the ledger says', async () => {
  const { app } = world;
  const sent = await paidStay(world, { days: 1, nights: 10, changes: { name: '=HYPERLINK("x") <b>' } });
  const { home } = sent;
  await makePayable(world, home.hostId);
  const coming = await paidStay(world, { home, days: 60 });
  const refused = await paidStay(world, { home, days: 80 });
  await cancelStay(world, refused, 'host');
  await world.advance('P2DT5H');
  await cancelStay(world, sent, 'guest');
  await world.settle();

  const [{ penalty }] = (await app.db.query('select amount as penalty from host_penalty')) as [{ penalty: number }];
  const [{ back }] = (await app.db.query('select amount as back from transfer_reversal')) as [{ back: number }];
  const [earnings] = await hostEarnings(app.db, home.hostId);
  const paid = sent.hostPayout - penalty - back;
  expect(earnings).toEqual({
    currency: 'EUR',
    upcoming: coming.hostPayout,
    released: sent.hostPayout - (await returned()),
    onTheWay: 0,
    paid,
    receivable: await ledgerOf(world, `host_receivable:${home.hostId}`),
  });
  const months = await hostMonths(app.db, home.hostId, 100);
  expect(months.reduce((sum, month) => sum + month.paid, 0)).toBe(paid);

  const rows = await hostPayouts(app.db, home.hostId, { state: null, beforeId: null, limit: 10 });
  const [payout] = rows.map(viewPayout);
  expect(payout).toMatchObject({ state: 'transferred', lines: [{ kind: 'stay' }, { kind: 'penalty' }] });
  expect(payout?.lines.reduce((sum, line) => sum + line.amount.amount, 0)).toBe(payout?.amount.amount);
  expect(await hostPayout(app.db, home.hostId + 1, payout?.id ?? '')).toBeNull();
  expect(await hostPayout(app.db, home.hostId, payout?.id ?? '')).not.toBeNull();

  if (!payout) throw new Error('no payout');
  expect(payoutPage('Casita', payout).text).toContain('=HYPERLINK(&quot;x&quot;) &lt;b&gt;');
  expect((await textOf(payoutCsv(payout))).trim().split('\r\n')).toHaveLength(3);
});

const returned = async (): Promise<number> => {
  const rows = await world.app.db.query<{ sum: number }>(
    'select coalesce(sum(from_payable + from_receivable), 0)::bigint as sum from release_return',
  );
  return rows[0]?.sum ?? 0;
};

test('a month opens with what the one before closed with, and closes with the ledger’s balance', async () => {
  const { app } = world;
  const [{ host }] = (await app.db.query('select host_id as host from payout limit 1')) as [{ host: number }];
  await world.advance('P70D');
  let month = world.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toPlainYearMonth().subtract({ months: 4 });
  let before = 0;
  let lines = 0;
  for (let n = 0; n < 6; n += 1) {
    const statement = await stateMonth(app.db, host, month.toString());
    const [euros] = statement.currencies;
    expect(euros?.opening.amount ?? before).toBe(before);
    const sum = euros?.lines.reduce((total, line) => total + line.amount.amount, 0) ?? 0;
    expect(euros?.closing.amount ?? before).toBe(before + sum);
    before += sum;
    lines += euros?.lines.length ?? 0;
    expect(monthPage('Casita', statement).text).toContain(month.toString());
    const csv = (await textOf(monthCsv(statement))).trim().split('\r\n');
    expect(csv).toHaveLength(euros ? euros.lines.length + 3 : 1);
    month = month.add({ months: 1 });
  }
  expect(lines).toBeGreaterThan(4);
  const owed = await ledgerOf(world, `host_payable:${host}`);
  expect(before + owed + (await ledgerOf(world, `host_receivable:${host}`))).toBe(0);
  await world.checkInvariants();
});
