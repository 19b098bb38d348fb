import { decideIt, dispute } from '../../../support/disputes';
import { viewOf } from '../../../support/world';
import { has, is, sent } from '../ends';
import type { Act, Kind } from '../life';
import { perhaps } from '../weather';
import { cancelBy } from './sides';
import { givenBack, pays } from './stays';

type Reason = 'fraudulent' | 'product_not_received';

/** The guest's bank takes the payment back. */
const disputed =
  (reason: Reason, amount?: number): Act =>
  async (world, stay) => {
    const { payment } = await viewOf(world.app, stay.id);
    if (payment?.state !== 'captured') return;
    await perhaps(dispute(world, stay, { reason, ...(amount === undefined ? {} : { amount }) }));
  };

/** The bank's last word, at the provider, on all that is disputed of the booking. */
const decided =
  (outcome: 'win' | 'lose'): Act =>
  async (world, stay) => {
    const rows = await world.app.db.query<{ id: string }>(
      `select d.id from stripe_sandbox.object d join payments p on d.body ->> 'charge' = p.stripe_charge
       where d.type = 'dispute' and p.booking_id = $1 and d.body ->> 'status' not in ('won', 'lost')`,
      [stay.id],
    );
    for (const { id } of rows) await perhaps(decideIt(world, id, outcome));
  };

const atOnce =
  (reason: Reason, outcome: 'win' | 'lose'): Act =>
  async (world, stay) => {
    await disputed(reason)(world, stay);
    await decided(outcome)(world, stay);
  };

const won = has('dispute', 'x.reinstated_at is not null');
const lost = has('dispute', 'x.lost_at is not null');
const hostLost = has('dispute', 'x.lost_at is not null and x.host_share > 0');
const reversed = (state: string) => has('transfer_reversal', `x.state = '${state}'`);
const sentAgain = has('payout', `x.part is null and x.state = 'transferred' and x.transferred > 0`);

export const disputes: readonly Kind[] = [
  {
    name: 'disputed and won before the stay',
    acts: { booked: pays, heard: atOnce('fraudulent', 'win') },
    ended: `${won} and ${sent}`,
  },
  {
    name: 'disputed and lost before the stay',
    acts: { booked: pays, heard: atOnce('fraudulent', 'lose') },
    ended: `${lost} and ${sent}`,
  },
  {
    name: 'disputed before the stay, lost after it at the host’s expense',
    acts: { booked: pays, 'day two': disputed('product_not_received'), gone: decided('lose') },
    ended: hostLost,
  },
  {
    name: 'disputed and lost, then cancelled',
    acts: { booked: pays, heard: atOnce('fraudulent', 'lose'), 'day two': cancelBy('guest') },
    ended: `${lost} and ${is('cancelled')}`,
  },
  {
    name: 'disputed after payout and won',
    weight: 2,
    acts: { booked: pays, 'first night': disputed('fraudulent'), gone: decided('win') },
    ended: `${won} and ${reversed('succeeded')} and ${sentAgain}`,
  },
  {
    name: 'disputed after payout and lost at the host’s expense',
    weight: 2,
    acts: { booked: pays, 'first night': disputed('product_not_received'), gone: decided('lose') },
    ended: `${hostLost} and ${reversed('succeeded')}`,
  },
  {
    name: 'disputed after payout and lost at ours',
    acts: { booked: pays, 'first night': disputed('fraudulent'), gone: decided('lose') },
    ended: `${lost} and ${reversed('succeeded')} and ${sentAgain}`,
  },
  {
    name: 'disputed in part when the host’s bank has it, and lost',
    acts: { booked: pays, gone: disputed('product_not_received', 10_000), settled: decided('lose') },
    ended: `${hostLost} and ${reversed('failed')}`,
  },
  {
    name: 'disputed after payout and lost, then refunded',
    acts: {
      booked: pays,
      'first night': disputed('fraudulent', 10_000),
      gone: decided('lose'),
      settled: givenBack(4_000, 'policy'),
    },
    ended: `${lost} and ${has('refunds')}`,
  },
];
