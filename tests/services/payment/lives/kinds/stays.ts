import { randomUUID } from 'node:crypto';
import { onboard, control } from '../../../host-account/host-accounts';
import { refundByStaff } from '../../../../../src/api/refund/use-cases/refund-by-staff';
import type { RefundBearer } from '../../../../../src/domain/ledger-refunds';
import { capturedPayments } from '../../../../../src/api/payment/queries/load-payment';
import { leftOf } from '../../../../../src/domain/refund-spread';
import { has, refunded, sent, stayed } from '../ends';
import type { Act, Kind } from '../life';
import { payIt } from '../placing';
import { staff } from './sides';

export const pays: Act = (world, stay) => payIt(world, stay);

/** The host makes an account, and gives all that is asked for. */
const getsAccount: Act = async (world, { home }) => {
  const started = await onboard(world, home);
  if (!started.ok) throw new Error(JSON.stringify(started));
  await control(world, home, 'complete');
};

export const givenBack =
  (amount: number, bearer: RefundBearer): Act =>
  async ({ app }, stay) => {
    const left = (await capturedPayments(app.db, stay.id)).reduce((sum, payment) => sum + leftOf(payment), 0);
    return refundByStaff(app, {
      ...{ actor: staff, bookingDocumentId: stay.documentId, amount, bearer, reason: 'No hot water' },
      ...{ expectedRefundable: left, limitIn: () => null, idempotencyKey: randomUUID() },
    });
  };

const returned = (condition: string) => has('release_return', condition);

/** Stays that are had, their money sent, and what goes back of it before, between and after. */
export const stays: readonly Kind[] = [
  { name: 'stays', weight: 6, acts: { booked: pays }, ended: stayed },
  {
    name: 'declined card first',
    weight: 2,
    acts: {
      booked: async (world, stay) => {
        await payIt(world, stay, 'pm_card_visa_chargeDeclined');
        await payIt(world, stay);
      },
    },
    ended: stayed,
  },
  {
    name: 'host makes their account late',
    isHostNew: true,
    acts: { booked: pays, settled: getsAccount },
    ended: `${stayed} and ${has('transfer', `x.state = 'succeeded'`)}`,
  },
  {
    name: 'host never makes an account',
    isHostNew: true,
    acts: { booked: pays },
    ended: has('payout', `x.state = 'owed' and x.reason = 'no_account'`),
  },
  {
    name: 'refunded by staff before the stay',
    weight: 2,
    acts: { booked: pays, heard: givenBack(1_234, 'marketplace') },
    ended: `${stayed} and ${refunded}`,
  },
  {
    name: 'refunded at the host’s expense',
    acts: { booked: pays, gone: givenBack(2_345, 'host') },
    ended: `${stayed} and ${refunded}`,
  },
  {
    name: 'refunded after release, before transfer',
    isHostNew: true,
    acts: { booked: pays, gone: givenBack(5_000, 'policy'), settled: getsAccount },
    ended: `${returned('x.from_payable > 0')} and ${refunded} and ${has('transfer', `x.state = 'succeeded'`)}`,
  },
  {
    name: 'refunded after transfer',
    weight: 2,
    acts: { booked: pays, 'first night': givenBack(5_000, 'policy') },
    ended: `${returned('x.from_receivable > 0')} and ${refunded} and ${has('transfer_reversal', `x.state = 'succeeded'`)}`,
  },
  {
    name: 'refunded when the host’s bank has it',
    weight: 2,
    acts: { booked: pays, gone: givenBack(5_000, 'policy') },
    ended: `${returned('x.from_receivable > 0')} and ${refunded} and ${has('transfer_reversal', `x.state = 'failed'`)}`,
  },
  {
    name: 'long stay',
    weight: 2,
    nights: 45,
    acts: { booked: pays },
    ended: `${stayed} and (select count(*) = 2 from booking_release x where x.booking_id = b.id)`,
  },
  {
    name: 'long stay, refunded between its parts',
    nights: 45,
    acts: { booked: pays, gone: givenBack(20_000, 'policy') },
    ended: `${refunded} and ${sent} and (select count(*) = 2 from booking_release x where x.booking_id = b.id)`,
  },
];
