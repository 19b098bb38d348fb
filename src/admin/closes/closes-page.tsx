import { useSearchParams } from 'react-router-dom';
import { Button, Flex, Typography } from '@strapi/design-system';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { formatMoney } from '../money/format-money';
import { Press } from '../money/press';
import { Answered } from '../pages/answered';
import { PageFrame, Section } from '../pages/page-frame';
import { RecordTable, type Column } from '../pages/record-table';
import { StateBadge } from '../pages/state-badge';
import { useAnswer } from '../pages/use-answer';
import { shownInstant, words } from '../pages/wording';

interface Closes {
  readonly closes: readonly Close[];
  readonly differences: readonly Difference[];
}

interface Close {
  readonly day: string;
  readonly currency: string;
  readonly ledger: number;
  readonly provider: number;
  readonly accounted: number;
  readonly difference: number;
}

interface Difference {
  readonly id: number;
  readonly kind: string;
  readonly subject: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly detail: string;
  readonly foundAt: string;
  readonly clearedAt: string | null;
  readonly explainedAt: string | null;
  readonly reason: string | null;
}

const PAGE = 60;

export function ClosesPage() {
  const [params, setParams] = useSearchParams();
  const before = params.get('before');
  const answer = useAnswer<Closes>(`/casita/money/closes?limit=${PAGE}${before === null ? '' : `&before=${before}`}`);
  return (
    <PageFrame title="Daily closes" subtitle="Our books beside the payment provider's balance, day by day (UTC).">
      <Answered answer={answer}>
        {({ closes, differences }) => (
          <>
            <Section title="Differences">
              <RecordTable
                label="Differences"
                columns={differenceColumns}
                rows={differences}
                keyOf={({ id }) => String(id)}
                empty="Nothing differs."
              />
            </Section>
            <Section title="Days">
              <RecordTable
                label="Days"
                columns={closeColumns}
                rows={closes}
                keyOf={({ day, currency }) => `${day} ${currency}`}
                empty="No day is closed yet."
              />
            </Section>
            <Flex gap={2} justifyContent="flex-end">
              {before === null ? null : (
                <Button type="button" variant="tertiary" onClick={() => setParams({})}>
                  First page
                </Button>
              )}
              {closes.length < PAGE ? null : (
                <Button
                  type="button"
                  variant="tertiary"
                  onClick={() => setParams({ before: closes.at(-1)?.day ?? '' })}
                >
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

const of = (amount: (close: Close) => number) => (close: Close) => formatMoney(amount(close), close.currency);

const closeColumns: readonly Column<Close>[] = [
  { label: 'Day', of: ({ day }) => day },
  { label: 'Currency', of: ({ currency }) => currency },
  { label: 'Our books', isAmount: true, of: of(({ ledger }) => ledger) },
  { label: 'At the provider', isAmount: true, of: of(({ provider }) => provider) },
  { label: 'On its way, or explained', isAmount: true, of: of(({ accounted }) => accounted) },
  {
    label: 'Differs by',
    isAmount: true,
    of: (close) => (
      <Typography textColor={close.difference === 0 ? 'neutral600' : 'danger600'}>
        {formatMoney(close.difference, close.currency)}
      </Typography>
    ),
  },
];

const differenceColumns: readonly Column<Difference>[] = [
  { label: 'What', of: ({ kind }) => words(kind) },
  { label: 'About', of: ({ subject }) => subject },
  {
    label: 'Amount',
    isAmount: true,
    of: ({ amount, currency }) => (amount === null || currency === null ? '–' : formatMoney(amount, currency)),
  },
  { label: 'Found', of: ({ foundAt }) => shownInstant(foundAt) },
  { label: 'Says', of: ({ detail, reason }) => (reason === null ? detail : `${detail} Explained: ${reason}`) },
  { label: 'State', of: (difference) => <DifferenceState difference={difference} /> },
];

function DifferenceState({ difference: { id, clearedAt, explainedAt } }: { difference: Difference }) {
  const send = useSend({ model: 'api::booking.booking' });
  if (clearedAt !== null) return <StateBadge state="gone" tone="good" />;
  if (explainedAt !== null) return <StateBadge state="explained" tone="calm" />;
  return (
    <Press label="Explain">
      {(close) => (
        <ReasonForm
          explanation="It is right as it is, and the coming closes take it into account."
          label="Why? For the record."
          required
          confirm="Explain"
          onClose={close}
          onConfirm={(reason) => send(`/casita/money/differences/${id}/explain`, { reason }, 'It is explained')}
        />
      )}
    </Press>
  );
}
