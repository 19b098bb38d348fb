import { makePayable, paidStay, sentTo } from '../payout/paid-hosts';
import { answerClaim } from '../../../src/api/damage-claim/use-cases/answer-claim';
import { fileClaim } from '../../../src/api/damage-claim/use-cases/file-claim';
import { runCalls } from '../../../src/outbox/run-calls';
import { createTestCasita, type TestCasita } from '../support/casita';
import { claimOf } from '../support/claims';
import { decideIt, dispute, rowOf } from '../support/disputes';
import { confirmWithCard } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());
afterEach(() => world.checkInvariants());

type Kind = 'fraudulent' | 'product_not_received';

/** A stay of a host who can be paid, from tomorrow on. */
async function stayOf() {
  const stay = await paidStay(world, { days: 1 });
  return { stay, account: await makePayable(world, stay.home.hostId) };
}
/** To the minute after the stay's money is the host's: what is sent is still there, and not at their bank. */
async function release(stay: { id: number }): Promise<void> {
  const rows = await world.app.db.query<{ due_at: Date }>(
    'select due_at from booking_release_due where booking_id = $1',
    [stay.id],
  );
  const seconds = Math.ceil(((rows[0]?.due_at.getTime() ?? 0) - world.clock.now().epochMilliseconds) / 1_000) + 60;
  await world.advance(`PT${seconds}S`);
  await world.settle();
}

async function disputed(stay: { id: number }, reason: Kind, amount?: number) {
  const id = await dispute(world, stay, { reason, ...(amount === undefined ? {} : { amount }) });
  await world.settle();
  return id;
}
async function decided(id: string, outcome: 'win' | 'lose') {
  await decideIt(world, id, outcome);
  await world.settle();
  await world.settle();
}
const payouts = async (stay: { id: number }) =>
  (
    await world.app.db.query<{ state: string; amount: number }>(
      'select state, amount from payout where booking_id = $1 order by id',
      [stay.id],
    )
  ).map(({ state, amount }) => `${state} ${amount}`);
async function owed(hostId: number): Promise<number> {
  const rows = await world.app.db.query<{ owed: number }>(
    'select coalesce(sum(amount - settled), 0)::bigint as owed from host_receivable where host_id = $1',
    [hostId],
  );
  return rows[0]?.owed ?? 0;
}

describe('a dispute before the transfer', () => {
  it('stops the payout; won, it is sent', async () => {
    const { stay, account } = await stayOf();
    const id = await disputed(stay, 'fraudulent');
    await release(stay);
    expect(await payouts(stay)).toEqual([`blocked ${stay.hostPayout}`]);
    expect(await sentTo(world, account)).toBe(0);
    await decided(id, 'win');
    expect(await payouts(stay)).toEqual([`transferred ${stay.hostPayout}`]);
    expect(await sentTo(world, account)).toBe(stay.hostPayout);
  });

  it('lost at the marketplace’s expense, the host is paid all the same', async () => {
    const { stay, account } = await stayOf();
    const id = await disputed(stay, 'fraudulent');
    await release(stay);
    await decided(id, 'lose');
    expect(await sentTo(world, account)).toBe(stay.hostPayout);
    expect(await owed(stay.home.hostId)).toBe(0);
  });

  it('lost at the host’s expense, the payout pays for it', async () => {
    const { stay, account } = await stayOf();
    const id = await disputed(stay, 'product_not_received');
    await release(stay);
    await decided(id, 'lose');
    expect(await rowOf(world, id)).toMatchObject({ host_share: stay.hostPayout });
    expect([await sentTo(world, account), await owed(stay.home.hostId)]).toEqual([0, 0]);
  });
});

describe('a dispute after the transfer', () => {
  it('asks the host’s share back; won, it is sent again', async () => {
    const { stay, account } = await stayOf();
    await release(stay);
    expect(await sentTo(world, account)).toBe(stay.hostPayout);
    const id = await disputed(stay, 'fraudulent');
    await world.settle();
    expect(await sentTo(world, account)).toBe(0);
    expect(await payouts(stay)).toEqual([`reversed ${stay.hostPayout}`, `blocked ${stay.hostPayout}`]);
    await decided(id, 'win');
    // A charge is transferred out of once: the rest comes from the balance, as soon as it has that much. Other guests pay.
    await paidStay(world, { days: 90, nights: 14 });
    await world.advance('P4D');
    expect(await sentTo(world, account)).toBe(stay.hostPayout);
    expect(await owed(stay.home.hostId)).toBe(0);
  });

  it('of a part asks a part back; lost at the host’s expense, it stays with us', async () => {
    const { stay, account } = await stayOf();
    await release(stay);
    const id = await disputed(stay, 'product_not_received', 10_000);
    await world.settle();
    const share = Math.round((10_000 * stay.hostPayout) / stay.total);
    expect(await sentTo(world, account)).toBe(stay.hostPayout - share);
    await decided(id, 'lose');
    expect(await sentTo(world, account)).toBe(stay.hostPayout - share);
    expect(await owed(stay.home.hostId)).toBe(0);
  });

  it('whose money the host’s bank has already is owed by the host, and owed to them, until it is decided', async () => {
    const { stay, account } = await stayOf();
    await release(stay);
    await world.advance('P2D');
    const id = await disputed(stay, 'product_not_received');
    await world.settle();
    expect([await sentTo(world, account), await owed(stay.home.hostId)]).toEqual([stay.hostPayout, stay.hostPayout]);
    await decided(id, 'lose');
    expect(await owed(stay.home.hostId)).toBe(stay.hostPayout);
    expect(await payouts(stay)).toEqual([`transferred ${stay.hostPayout}`, 'transferred 0']);
  });

  it('that is heard of when it is lost already asks back what the host bears', async () => {
    const { stay, account } = await stayOf();
    await release(stay);
    const id = await dispute(world, stay, { reason: 'product_not_received' });
    await decideIt(world, id, 'lose');
    await world.settle();
    await world.settle();
    expect([await sentTo(world, account), await owed(stay.home.hostId)]).toEqual([0, 0]);
  });
});

it('what a guest pays for damage is paid out, all of it', async () => {
  const { stay, account } = await stayOf();
  await world.advance('P6D');
  const about = { door: 'rest', bookingDocumentId: stay.documentId, reason: null, idempotencyKey: null } as const;
  const host = { actor: stay.home.host, side: 'host', ...about } as const;
  const filed = await fileClaim(world.app, { ...host, amount: 7_500, description: 'A broken lamp', items: [] });
  expect(filed.ok).toBe(true);
  const guest = { actor: stay.guest, side: 'guest', ...about, n: 1, amount: null, message: null, card: null } as const;
  expect((await answerClaim(world.app, { ...guest, answer: 'accept' })).ok).toBe(true);
  await runCalls(world.app, stay.id);
  const { payment } = await claimOf(world, stay);
  expect(await confirmWithCard(world, payment?.clientSecret ?? '', 'pm_card_visa')).toBe('succeeded');
  await world.settle();
  await world.settle();
  expect(await sentTo(world, account)).toBe(stay.hostPayout + 7_500);
});
