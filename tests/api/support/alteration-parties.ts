import { Temporal } from 'temporal-polyfill';
import type { Database } from '../../../src/adapters/postgres/sql';
import type { Casita } from '../../../src/ports';
import { systemClock } from '../../../src/sandbox/clock';
import { makeHome } from '../../services/support/world';
import { call, type Answer, type Door } from './client';
import { signIn, signUp, signUpHost, type Person } from './people';
import { bookConfirmed } from './stays';

export interface Booked {
  readonly id: string;
  readonly home: string;
  /** The day that is so many after the check-in. */
  day(offset: number): string;
}

export const eur = (amount: number) => ({ amount, currency: 'EUR' });

export const nights = (stay: Booked, n: number) => ({ checkIn: stay.day(0), checkOut: stay.day(n), adults: 2 });

/** A guest, the host of the homes, and somebody who has to do with neither, at an app with `openDoors`. */
export async function alterationParties(app: Door, db: Database) {
  const guest = await signUp(app, 'guest');
  const stranger = await signUp(app, 'stranger');
  await signUpHost(app, 'host');
  const host = await signIn(app, 'host@example.test');
  const read = async ({ id }: Booked) =>
    (await call(app, 'GET', `/api/bookings/${id}`, { token: guest.token })).body.data;
  return {
    guest,
    host,
    stranger,
    /** Three nights of 120 and 50 for cleaning, confirmed: 410. */
    async booked(): Promise<Booked> {
      const home = await makeHome({ db, clock: systemClock } as unknown as Casita);
      await db.query(
        `update properties set host_id = (select h.id from host_profiles h join up_users u on u.id = h.user_id where u.email = $2) where id = $1`,
        [home.id, host.email],
      );
      const checkIn = Temporal.Now.plainDateISO('Europe/Lisbon').add({ days: 30 });
      const day = (offset: number) => checkIn.add({ days: offset }).toString();
      const id = await bookConfirmed(app, guest.token, home.documentId, { checkIn: day(0), checkOut: day(3) });
      return { id, home: home.documentId, day };
    },
    send: (person: Person, { id }: Booked, path: string, body: unknown = {}, headers = {}): Promise<Answer> =>
      call(app, 'POST', `/api/bookings/${id}/alterations${path}`, { token: person.token, body, headers }),
    read,
    list: async ({ id }: Booked, { token } = guest) =>
      (await call(app, 'GET', `/api/bookings/${id}/alterations`, { token })).body.data,
    moves: async (stay: Booked): Promise<string[]> =>
      (await read(stay)).events.map(({ move }: { move: string }) => move),
    /** What the ledger keeps of the guest's money, what Stripe took and gave back, and the nights that are the booking's. */
    async books({ id }: Booked): Promise<unknown> {
      const ofStripe = (type: string) =>
        `select coalesce(sum((o.body->>'amount')::int), 0)::int from stripe_sandbox.object o
         join payments p on p.stripe_payment_intent = o.body->>'payment_intent'
         where o.type = '${type}' and o.body->>'status' = 'succeeded' and p.booking_id = b.id`;
      const [row] = await db.query(
        `select (select -coalesce(sum(e.amount), 0)::int from ledger_entry e where e.account = 'guest_funds:' || b.id) as kept,
           (${ofStripe('charge')}) as taken, (${ofStripe('refund')}) as back,
           (select count(*)::int from stay_night n where n.booking_id = b.id) as nights
         from bookings b where b.document_id = $1`,
        [id],
      );
      return row;
    },
  };
}
