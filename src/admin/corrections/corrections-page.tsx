import { useSearchParams } from 'react-router-dom';
import { Button, Flex } from '@strapi/design-system';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { Press } from '../money/press';
import { Answered } from '../pages/answered';
import { PageFrame } from '../pages/page-frame';
import { BookingLink, HostLink } from '../pages/record-link';
import { RecordTable, type Column } from '../pages/record-table';
import { useAnswer } from '../pages/use-answer';
import { shownAmount, shownInstant, type Amount } from '../pages/wording';

interface Correction {
  readonly id: number;
  readonly at: string;
  readonly amount: Amount;
  readonly reason: string;
  readonly madeBy: string | null;
  readonly booking: { readonly documentId: string; readonly reference: string };
  readonly host: { readonly documentId: string; readonly name: string };
  readonly undone: { readonly at: string; readonly reason: string } | null;
}

interface Corrections {
  readonly corrections: readonly Correction[];
  readonly nextCursor: string | null;
}

export function CorrectionsPage() {
  const [params, setParams] = useSearchParams();
  const cursor = params.get('cursor');
  const answer = useAnswer<Corrections>(`/casita/corrections${cursor === null ? '' : `?cursor=${cursor}`}`);
  return (
    <PageFrame
      title="Corrections"
      subtitle="What was posted by hand. A new one is made beside its booking; nothing is edited, and one is undone by its opposite."
    >
      <Answered answer={answer}>
        {({ corrections, nextCursor }) => (
          <>
            <RecordTable
              label="Corrections"
              columns={columns}
              rows={corrections}
              keyOf={({ id }) => String(id)}
              empty="Nothing was corrected."
            />
            <Flex gap={2} justifyContent="flex-end">
              {cursor === null ? null : (
                <Button type="button" variant="tertiary" onClick={() => setParams({})}>
                  First page
                </Button>
              )}
              {nextCursor === null ? null : (
                <Button type="button" variant="tertiary" onClick={() => setParams({ cursor: nextCursor })}>
                  Next page
                </Button>
              )}
            </Flex>
          </>
        )}
      </Answered>
    </PageFrame>
  );
}

const columns: readonly Column<Correction>[] = [
  { label: 'Posting', of: ({ id }) => String(id) },
  { label: 'Date', of: ({ at }) => shownInstant(at) },
  { label: 'For the host', isAmount: true, of: ({ amount }) => shownAmount(amount) },
  { label: 'Reason', of: ({ reason }) => reason },
  { label: 'By', of: ({ madeBy }) => madeBy ?? '–' },
  { label: 'Booking', of: ({ booking }) => <BookingLink booking={booking} /> },
  { label: 'Host', of: ({ host }) => <HostLink host={host} /> },
  { label: 'Undone', of: (correction) => <Undo correction={correction} /> },
];

function Undo({ correction: { id, amount, undone } }: { correction: Correction }) {
  const send = useSend({ model: 'api::booking.booking' });
  if (undone !== null) return <>{`${shownInstant(undone.at)}: ${undone.reason}`}</>;
  return (
    <Press label="Undo" title={`Undo the correction of ${shownAmount(amount)}`} danger>
      {(close) => (
        <ReasonForm
          explanation="Its opposite is posted. It cannot be undone once it was paid out or taken: then correct the other way."
          label="Why? For the record."
          required
          confirm="Undo"
          danger
          onClose={close}
          onConfirm={(reason) => send(`/casita/ledger/${id}/reverse`, { reason }, 'The correction is undone')}
        />
      )}
    </Press>
  );
}
