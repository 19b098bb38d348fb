import { makeAccount, pay, viewOf } from '../../../support/world';
import { acceptIt, alteration, propose } from '../../../support/alterations';
import type { BookingViewRow } from '../../../../../src/api/booking/queries/booking-view';
import { allBack, has, is, nothingTaken, refunded, sent, stayed } from '../ends';
import type { Act, Kind, LivedStay } from '../life';
import { awaited, payIt, place } from '../placing';
import { perhaps } from '../weather';
import { cancelBy } from './sides';
import { pays } from './stays';

/** Proposed by the guest, accepted by the host, and paid where it costs more. */
const altered =
  (nights: number): Act =>
  async (world, stay) => {
    const proposed = await propose(world, stay, 'guest', { checkIn: stay.day(0), checkOut: stay.day(nights) });
    if (!proposed.ok || !(await acceptIt(world, stay, 'host')).ok) return;
    const look = async () => {
      const { payment, state } = await alteration(world, stay);
      return state === 'accepted' && !payment?.clientSecret ? null : { payment, state };
    };
    const found = await awaited(world, stay.id, look);
    if (found?.state !== 'accepted') return;
    await perhaps(pay(world, { payment: found.payment } as unknown as BookingViewRow));
  };

/** Somebody else takes the nights whose hold has ended; they pay for them like everybody. */
const soldAgain: Act = async (world, stay: LivedStay) => {
  const { check_in: checkIn, property_document_id: _, ...view } = await viewOf(world.app, stay.id);
  if (view.state !== 'expired') return;
  const today = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate();
  const days = today.until(checkIn).total('days');
  const guest = await makeAccount(world.app);
  await payIt(world, await place(world, { name: 'again' }, { ...stay, guest, days }));
};

const late = async (...[world, stay]: Parameters<Act>) => payIt(world, stay);

/** Bookings that are changed or ended before they begin, and money that comes too late. */
export const endsEarly: readonly Kind[] = [
  {
    name: 'guest cancels in time',
    weight: 2,
    acts: { booked: pays, heard: cancelBy('guest') },
    ended: `${is('cancelled')} and ${allBack}`,
  },
  {
    name: 'guest cancels late',
    weight: 2,
    acts: { booked: pays, 'day two': cancelBy('guest') },
    ended: `${is('cancelled')} and ${refunded} and ${sent}`,
  },
  {
    name: 'host cancels',
    weight: 3,
    acts: { booked: pays, 'day two': cancelBy('host') },
    ended: `${is('cancelled')} and ${allBack} and ${has('host_penalty', 'x.amount > 0')}`,
  },
  {
    name: 'staff cancel',
    acts: { booked: pays, heard: cancelBy('staff') },
    ended: `${is('cancelled')} and ${allBack}`,
  },
  { name: 'longer', weight: 2, acts: { booked: pays, heard: altered(3) }, ended: `${stayed} and b.nights = 3` },
  {
    name: 'shorter',
    weight: 2,
    acts: { booked: pays, heard: altered(1) },
    ended: `${stayed} and b.nights = 1 and ${refunded}`,
  },
  { name: 'never paid', acts: {}, ended: `${is('expired')} and ${nothingTaken}` },
  { name: 'paid late', weight: 2, acts: { 'hold over': late }, ended: stayed },
  {
    name: 'paid late, nights sold',
    weight: 2,
    acts: {
      'hold over': async (world, stay) => {
        await soldAgain(world, stay);
        await late(world, stay);
      },
    },
    ended: `${is('expired')} and ${refunded} and ${allBack}`,
  },
];
