import { approveBooking, declineBooking } from '../../../../../src/api/booking/use-cases/answer-request';
import { viewOf } from '../../../support/world';
import { allBack, has, is, nothingTaken, stayed } from '../ends';
import type { Act, Kind } from '../life';
import { awaited } from '../placing';
import { perhaps } from '../weather';
import { paysWhatIsAsked } from './instalments';
import { as, cancelBy } from './sides';
import { pays } from './stays';

const approved: Act = (world, stay) => approveBooking(world.app, as(stay, 'host'));
const declined: Act = (world, stay) => declineBooking(world.app, as(stay, 'host'));

/** The guest gives a card that is kept, and charged when the host has taken them. */
const keeps =
  (card: string): Act =>
  async (world, stay) => {
    const look = async () => (await viewOf(world.app, stay.id)).setup?.clientSecret ?? null;
    const secret = await awaited(world, stay.id, look);
    const id = secret?.split('_secret_')[0];
    const post = (path: string, key: string, body: Record<string, string>) =>
      perhaps(
        fetch(`${world.stripeUrl}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}` },
          body: new URLSearchParams(body),
        }),
      );
    const confirmed = { client_secret: secret ?? '', payment_method: card };
    await post(`/v1/setup_intents/${id}/confirm`, world.publishableKey, confirmed);
    if (card.includes('authentication'))
      await post(`/_controls/setup_intents/${id}/authenticate`, world.secretKey, { outcome: 'succeed' });
  };

const request = { isRequest: true } as const;
const kept = { ...request, keepsCard: true, isGuestNew: true } as const;
const setUp = has('payment_setup', `x.state = 'ready'`);

/** Stays for which the host is asked: with money that is reserved, or a card that is kept. */
export const requests: readonly Kind[] = [
  { ...request, name: 'request approved', weight: 3, acts: { booked: pays, heard: approved }, ended: stayed },
  {
    ...request,
    name: 'request approved, guest cancels',
    acts: {
      booked: pays,
      heard: async (world, stay) => {
        await approved(world, stay);
        await cancelBy('guest')(world, stay);
      },
    },
    ended: `${is('cancelled')} and ${allBack}`,
  },
  {
    ...request,
    name: 'request declined',
    weight: 2,
    acts: { booked: pays, heard: declined },
    ended: `${is('declined')} and ${nothingTaken}`,
  },
  { ...request, name: 'request unanswered', acts: { booked: pays }, ended: `${is('expired')} and ${nothingTaken}` },
  { ...request, name: 'request withdrawn', acts: { booked: pays, heard: cancelBy('guest') }, ended: nothingTaken },
  {
    ...kept,
    name: 'far request with a kept card',
    weight: 2,
    isFar: true,
    acts: { booked: keeps('pm_card_visa'), heard: approved },
    ended: `${stayed} and ${setUp}`,
  },
  {
    ...kept,
    name: 'kept card, the bank asks',
    acts: {
      booked: keeps('pm_card_authenticationRequired'),
      heard: approved,
      'paid late': paysWhatIsAsked('pm_card_authenticationRequired'),
    },
    ended: `${stayed} and ${setUp}`,
  },
  {
    ...kept,
    name: 'kept card, never charged',
    acts: { booked: keeps('pm_card_visa'), heard: declined },
    ended: `${is('declined')} and ${nothingTaken} and ${setUp}`,
  },
  {
    ...kept,
    name: 'far request in parts with a kept card',
    isFar: true,
    paying: { plan: 'instalments' },
    acts: { booked: keeps('pm_card_visa'), heard: approved },
    ended: `${stayed} and (select count(*) = 2 from payments x where x.booking_id = b.id and x.state = 'captured')`,
  },
];
