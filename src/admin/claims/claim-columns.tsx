import { BookingLink, RecordLink } from '../pages/record-link';
import type { Column } from '../pages/record-table';
import { StateBadge } from '../pages/state-badge';
import { shownAmount, shownInstant } from '../pages/wording';
import { toneOfClaim, type Claim } from './claim';

/** @param under the address that a claim's page is below */
export const claimColumns = (under: string): readonly Column<Claim>[] => [
  {
    label: 'Claim',
    of: ({ documentId, booking, n }) => (
      <RecordLink to={`${under}/${documentId}`}>{`Claim ${n} of ${booking.reference}`}</RecordLink>
    ),
  },
  { label: 'State', of: ({ state }) => <StateBadge state={state} tone={toneOfClaim(state)} /> },
  { label: 'Claimed', isAmount: true, of: ({ amount }) => shownAmount(amount) },
  { label: 'Owed', isAmount: true, of: ({ awarded }) => (awarded === null ? '–' : shownAmount(awarded)) },
  { label: 'Filed', of: ({ filedAt }) => shownInstant(filedAt) },
  { label: 'Booking', of: ({ booking }) => <BookingLink booking={booking} /> },
  { label: 'Home', of: ({ booking }) => booking.home },
];
