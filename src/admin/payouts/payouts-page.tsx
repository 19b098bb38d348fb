import { PageFrame } from '../pages/page-frame';
import { BookingLink, HostLink, RecordLink } from '../pages/record-link';
import { RecordList, type Option } from '../pages/record-list';
import type { Column } from '../pages/record-table';
import { StateBadge } from '../pages/state-badge';
import { shownAmount, shownInstant } from '../pages/wording';
import { useIsHost } from '../permissions';
import { bankOf, shownBank, toneOfPayout, waitsFor, type Payout } from './payout';

const host: Column<Payout> = { label: 'Host', of: (payout) => <HostLink host={payout.host} /> };

const columns: readonly Column<Payout>[] = [
  {
    label: 'Payout',
    of: ({ id, createdAt }) => <RecordLink to={`/money/payouts/${id}`}>{shownInstant(createdAt)}</RecordLink>,
  },
  { label: 'State', of: ({ state }) => <StateBadge state={state} tone={toneOfPayout(state)} /> },
  { label: 'Amount', isAmount: true, of: ({ amount }) => shownAmount(amount) },
  { label: 'Sent', isAmount: true, of: ({ transferred }) => shownAmount(transferred) },
  {
    label: "At the host's bank",
    of: (payout) => {
      const bank = bankOf(payout);
      return bank === null ? '–' : shownBank(bank);
    },
  },
  { label: 'Waits for', of: (payout) => waitsFor(payout) ?? '–' },
  {
    label: 'Booking',
    of: ({ booking: { id, reference } }) => <BookingLink booking={{ documentId: id, reference }} />,
  },
];

const options: readonly Option[] = [
  ['', 'All'],
  ['owed', 'Owed: could not be sent'],
  ['held', 'Held for some days'],
  ['blocked', 'Blocked by a dispute'],
  ['transferring', 'On the way'],
  ['transferred', 'Sent'],
  ['reversed', 'Taken back'],
];

interface Payouts {
  readonly payouts: readonly Payout[];
  readonly nextCursor: string | null;
}

export function PayoutsPage() {
  const isHost = useIsHost();
  return (
    <PageFrame
      title="Payouts"
      subtitle={isHost ? 'What is paid out to you, the latest first.' : 'What is paid out to hosts, the latest first.'}
    >
      <RecordList<Payouts, Payout>
        label="Payouts"
        path="/casita/payouts"
        filter={{ name: 'state', label: 'Which payouts', options }}
        read={({ payouts, nextCursor }) => ({
          rows: payouts,
          next: nextCursor === null ? null : { cursor: nextCursor },
        })}
        columns={isHost ? columns : [...columns, host]}
        keyOf={({ id }) => id}
        empty="There is no such payout."
      />
    </PageFrame>
  );
}
