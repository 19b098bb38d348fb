import { withdrawClaim } from '../../../../../src/api/damage-claim/use-cases/answer-claim';
import { decideClaim, giveUpClaim } from '../../../../../src/api/damage-claim/use-cases/decide-claim';
import { claimsOfBooking } from '../../../../../src/api/damage-claim/queries/load-claim';
import { answerIt, fileIt } from '../../../support/claims';
import { has } from '../ends';
import type { Act, Kind } from '../life';
import { awaited, confirm } from '../placing';
import { staff } from './sides';
import { pays } from './stays';

const files: Act = (world, stay) => fileIt(world, stay, { amount: 15_000 });
const says =
  (said: 'accept' | 'dispute'): Act =>
  (world, stay) =>
    answerIt(world, stay, said);

/** Null: there is none, since what it is about never came to be. */
const claimOf = async (...[world, stay]: Parameters<Act>) => (await claimsOfBooking(world.app.db, stay.id))[0] ?? null;

const decides =
  (amount: number): Act =>
  async (world, stay) => {
    const claim = await claimOf(world, stay);
    if (claim === null) return;
    const about = { actor: staff, claimDocumentId: claim.document_id, reason: 'The photos show it' };
    await decideClaim(world.app, { ...about, chargeCard: false, amount });
  };

const givesUp: Act = async (world, stay) => {
  const claim = await claimOf(world, stay);
  if (claim !== null)
    await giveUpClaim(world.app, { actor: staff, claimDocumentId: claim.document_id, reason: 'No answer' });
};

const paysClaim: Act = async (world, stay) => {
  const look = async () => (await claimOf(world, stay))?.payment?.clientSecret ?? null;
  const secret = await awaited(world, stay.id, look);
  if (secret !== null) await confirm(world, secret, 'pm_card_visa');
};

const withdraws: Act = (world, { home, documentId }) =>
  withdrawClaim(world.app, {
    ...{ actor: home.host, side: 'host', door: 'rest', bookingDocumentId: documentId },
    ...{ reason: 'Found it', n: 1, idempotencyKey: null },
  });

const is = (state: string) => has('damage_claim', `x.state = '${state}'`);
/** What was paid for the damage was sent to the host, or paid for what they owed. */
const sentOn = `${is('paid')} and exists (select from payout y join payout_line l on l.payout_id = y.id
  where y.booking_id = b.id and l.kind = 'claim' and l.amount > 0 and y.state = 'transferred')`;

export const claims: readonly Kind[] = [
  {
    name: 'damage, accepted and paid',
    weight: 2,
    acts: { booked: pays, gone: files, answered: says('accept'), ruled: paysClaim },
    ended: sentOn,
  },
  {
    name: 'damage, staff decide on a part',
    weight: 2,
    acts: { booked: pays, gone: files, answered: says('dispute'), ruled: decides(6_000), settled: paysClaim },
    ended: sentOn,
  },
  {
    name: 'damage, no answer, staff decide',
    acts: { booked: pays, gone: files, ruled: decides(15_000), settled: paysClaim },
    ended: sentOn,
  },
  {
    name: 'damage, refused',
    acts: { booked: pays, gone: files, answered: says('dispute'), ruled: decides(0) },
    ended: is('rejected'),
  },
  {
    name: 'damage, withdrawn as it is paid',
    acts: {
      booked: pays,
      gone: files,
      answered: says('accept'),
      ruled: async (world, stay) => {
        await paysClaim(world, stay);
        await withdraws(world, stay);
      },
    },
    ended: `${is('withdrawn')} and ${has('refunds', `x.state = 'succeeded' and x.amount = 15000`)}`,
  },
  {
    name: 'damage, never paid',
    acts: { booked: pays, gone: files, answered: says('accept'), settled: givesUp },
    ended: is('unpaid'),
  },
];
