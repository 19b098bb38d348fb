import { decideClaim } from '../../../src/api/damage-claim/use-cases/decide-claim';
import { readClaim } from '../../../src/api/damage-claim/use-cases/view-claim';
import { ownCards, removeCard } from '../../../src/api/saved-card/use-cases/own-cards';
import { runCalls } from '../../../src/outbox/run-calls';
import { paidStay, sure, type PaidStay } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { answerIt, claimOf, fileIt, payClaim } from '../support/claims';
import { mailsOf } from '../support/disputes';
import { authenticate, placeWith } from '../support/instalments';
import { makeAccount, makeHome, pay, viewOf } from '../support/world';

/** Damage that is paid with a card that the guest keeps, without them; and by them, where the bank does not want that. */

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());
afterEach(() => world.checkInvariants());

const AMOUNT = 15_000;

/** A stay that is over, and was paid with a card that is kept. */
async function completed(card = 'pm_card_visa'): Promise<PaidStay> {
  const home = await makeHome(world.app);
  const guest = await makeAccount(world.app);
  const day = (offset: number) =>
    world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days: offset });
  const dates = { checkIn: day(1).toString(), checkOut: day(2).toString() };
  const placed = await placeWith(world, home, guest, dates, { saveCard: true });
  if (!placed.ok) throw new Error(JSON.stringify(placed));
  await runCalls(world.app, placed.value.bookingId);
  const booking = await viewOf(world.app, placed.value.bookingId);
  if ((await pay(world, booking, card)) === 'requires_action') {
    await authenticate(world, booking.payment?.clientSecret ?? '', 'succeed');
  }
  await world.settle();
  await world.advance('P3D');
  expect((await viewOf(world.app, booking.id)).state).toBe('completed');
  return { home, guest, id: booking.id, documentId: booking.document_id, day: (offset) => day(offset).toString() };
}

const cardOf = async ({ guest }: PaidStay): Promise<string> => (await ownCards(world.app, guest.userId))[0]?.id ?? '';

async function decide(stay: PaidStay, amount: number) {
  const claimDocumentId = (await claimOf(world, stay)).document_id;
  const actor = { kind: 'staff', adminId: 7, name: 'Rita' } as const;
  return decideClaim(world.app, { actor, claimDocumentId, amount, reason: 'The photos show it', chargeCard: true });
}

const code = (outcome: { ok: boolean }) =>
  outcome.ok ? 'done' : (outcome as unknown as { reasons: { code: string }[] }).reasons[0]?.code;

it('a guest who accepts names a saved card, and has nothing else to do', async () => {
  const stay = await completed();
  sure(await fileIt(world, stay, { amount: AMOUNT }));
  sure(await answerIt(world, stay, 'accept', { card: await cardOf(stay) }));
  await world.settle();
  expect(await claimOf(world, stay)).toMatchObject({ state: 'paid', payment: { captured: AMOUNT } });
});

it('a card of somebody else’s is as missing as none, and a card goes with accepting alone', async () => {
  const [stay, other] = [await completed(), await completed()];
  sure(await fileIt(world, stay, { amount: AMOUNT }));
  expect(code(await answerIt(world, stay, 'accept', { card: await cardOf(other) }))).toBe('not_found');
  expect(code(await answerIt(world, stay, 'accept', { card: 'pm_none' }))).toBe('not_found');
  const disputed = await answerIt(world, stay, 'dispute', { card: await cardOf(stay) });
  expect(code(disputed)).toBe('card_without_accepting');
  expect((await claimOf(world, stay)).state).toBe('filed');
});

it('staff have the card charged that the stay was paid with', async () => {
  const stay = await completed();
  sure(await fileIt(world, stay, { amount: AMOUNT }));
  sure(await answerIt(world, stay, 'dispute'));
  expect(await readClaim(world.app, (await claimOf(world, stay)).document_id)).toMatchObject({
    value: { cardKept: true },
  });
  sure(await decide(stay, 9_000));
  await world.settle();
  expect(await claimOf(world, stay)).toMatchObject({ state: 'paid', awarded: 9_000, payment: { captured: 9_000 } });
});

it('where the bank asks the guest, they are told, and pay with any card; the money comes once', async () => {
  const stay = await completed('pm_card_authenticationRequired');
  sure(await fileIt(world, stay, { amount: AMOUNT }));
  sure(await answerIt(world, stay, 'dispute'));
  sure(await decide(stay, AMOUNT));
  await world.settle();
  expect((await claimOf(world, stay)).state).toBe('awaiting_payment');
  const told = (await mailsOf(world)).filter(({ text }) =>
    text.startsWith('Your card could not be charged with 150.00 EUR for damage'),
  );
  expect(told).toHaveLength(1);
  expect(await payClaim(world, stay)).toBe('succeeded');
  await world.settle();
  await world.advance('P2D');
  expect(await claimOf(world, stay)).toMatchObject({ state: 'paid', payment: { captured: AMOUNT } });
  const payments = await world.app.db.query(
    `select sum(captured_amount)::bigint as captured from payments where booking_id = $1 and purpose = 'claim'`,
    [stay.id],
  );
  expect(payments).toEqual([{ captured: AMOUNT }]);
});

it('without a card, or with one that was taken away, staff are told so and nothing is decided', async () => {
  const [without, removed] = [await paidStay(world, { days: 1, nights: 1 }), await completed()];
  await world.advance('P3D');
  sure(await removeCard(world.app, removed.guest, await cardOf(removed)));
  for (const stay of [without, removed]) {
    sure(await fileIt(world, stay, { amount: AMOUNT }));
    sure(await answerIt(world, stay, 'dispute'));
    expect(code(await decide(stay, AMOUNT))).toBe('no_saved_card');
    const claim = await claimOf(world, stay);
    expect([claim.state, claim.card_kept]).toEqual(['in_review', false]);
  }
});
