import { PageFrame } from '../pages/page-frame';
import { BookingLink, RecordLink } from '../pages/record-link';
import { RecordList, type Option } from '../pages/record-list';
import type { Column } from '../pages/record-table';
import { StateBadge } from '../pages/state-badge';
import { shownAmount, shownInstant, words } from '../pages/wording';
import { awaitsAnswer, toneOfDispute, type Dispute } from './dispute';

const columns: readonly Column<Dispute>[] = [
  {
    label: 'Dispute',
    of: ({ documentId, reason }) => <RecordLink to={`/money/disputes/${documentId}`}>{words(reason)}</RecordLink>,
  },
  { label: 'State', of: ({ state }) => <StateBadge state={state} tone={toneOfDispute(state)} /> },
  {
    label: 'Answer by',
    of: (dispute) =>
      awaitsAnswer(dispute) && dispute.evidenceDueBy ? shownInstant(dispute.evidenceDueBy) : words(dispute.answer),
  },
  { label: 'Amount', isAmount: true, of: ({ amount }) => shownAmount(amount) },
  { label: 'Booking', of: ({ booking }) => <BookingLink booking={booking} /> },
  { label: 'Home', of: ({ booking }) => booking.home },
];

const options: readonly Option[] = [
  ['open', 'Not over yet'],
  ['to_answer', 'To be answered'],
  ['all', 'All'],
];

interface Disputes {
  readonly disputes: readonly Dispute[];
  readonly more: boolean;
}

export function DisputesPage() {
  return (
    <PageFrame title="Disputes" subtitle="Payments that a guest's bank takes back, the next deadline first.">
      <RecordList<Disputes, Dispute>
        label="Disputes"
        path="/casita/disputes"
        filter={{ name: 'show', label: 'Which disputes', options }}
        read={({ disputes, more }, page) => ({ rows: disputes, next: more ? { page: String(page + 1) } : null })}
        columns={columns}
        keyOf={({ documentId }) => documentId}
        empty="There is no such dispute."
      />
    </PageFrame>
  );
}
