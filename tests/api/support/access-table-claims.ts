import { missingId } from './access-world';
import type { Ask, Parts, Row } from './access-table';
import { noPicture } from './no-picture';

const ofBooking = ({ world, which, side }: Ask): { readonly id: string } => ({
  id: which === 'missing' ? missingId : world.bookings[side],
});
const own = (status: number) => ({ own: status, another: 404, missing: 404 });
const both = (guest: number, host: number, send: (ask: Ask) => Parts): Row => ({
  access: 'account',
  guest: own(guest),
  host: own(host),
  send,
});

/** The world's stays are to come: there is nothing to claim yet, and nothing was. */
export const claims = {
  damageClaims: both(200, 200, (ask) => ({ params: ofBooking(ask) })),
  fileDamageClaim: both(403, 422, (ask) => ({
    params: ofBooking(ask),
    body: { amount: 100, description: 'A broken lamp' },
  })),
  answerDamageClaim: both(404, 404, (ask) => ({ params: { ...ofBooking(ask), n: 1 }, body: { answer: 'accept' } })),
  addDamageClaimPhoto: both(404, 404, (ask) => ({ params: { ...ofBooking(ask), n: 1 }, body: noPicture() })),
  damageClaimPhoto: both(404, 404, (ask) => ({ params: { ...ofBooking(ask), n: 1, photoId: missingId } })),
  withdrawDamageClaim: both(404, 404, (ask) => ({ params: { ...ofBooking(ask), n: 1 } })),
} satisfies Record<string, Row>;
