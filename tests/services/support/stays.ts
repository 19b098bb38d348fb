import type { StaffActor } from '../../../src/ports';
import type { TestCasita } from './casita';
import { book, makeAccount, makeHome, pay, viewOf } from './world';

export const sam: StaffActor = { kind: 'staff', adminId: 7, name: 'Sam' };

/** A stay of 5 nights of 100.00 and 50.00 for cleaning, in so many days, paid and confirmed. */
export async function paidStay(world: TestCasita, { days = 40, card = 'pm_card_visa' } = {}) {
  const home = await makeHome(world.app, { prices: { base: 10_000, cleaningFee: 5_000 } });
  const guest = await makeAccount(world.app);
  const from = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days });
  const wish = { checkIn: from.toString(), checkOut: from.add({ days: 5 }).toString() };
  const booking = await book(world.app, home, guest, wish);
  expect(await pay(world, booking, card)).toBe('succeeded');
  await world.settle();
  const view = await viewOf(world.app, booking.id);
  expect(view).toMatchObject({ state: 'confirmed', total: 55_000 });
  return { home, guest, id: booking.id, documentId: booking.document_id, hostId: home.hostId };
}

/** What an account holds: debits positive. */
export async function balanceOf(world: TestCasita, account: string): Promise<number> {
  const rows = await world.app.db.query<{ sum: number }>(
    'select coalesce(sum(amount), 0)::bigint as sum from ledger_entry where account = $1',
    [account],
  );
  return rows[0]?.sum ?? 0;
}
