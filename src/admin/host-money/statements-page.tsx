import { useSearchParams } from 'react-router-dom';
import { Box, Field, Flex, Typography } from '@strapi/design-system';
import { Answered } from '../pages/answered';
import { DownloadButton, PrintButton } from '../pages/download-button';
import { PageFrame } from '../pages/page-frame';
import { BookingLink } from '../pages/record-link';
import { RecordTable, type Column } from '../pages/record-table';
import { useAnswer } from '../pages/use-answer';
import { useColorScheme } from '../pages/use-color-scheme';
import { shownAmount, shownInstant, words, type Amount } from '../pages/wording';
import { useOwnProfile } from './use-own-profile';

interface Statement {
  readonly month: string;
  readonly currencies: readonly {
    readonly currency: string;
    readonly opening: Amount;
    readonly lines: readonly Line[];
    readonly closing: Amount;
  }[];
}

interface Line {
  readonly at: string | null;
  readonly kind: string;
  readonly booking: { readonly id: string; readonly reference: string } | null;
  readonly amount: Amount | null;
  readonly balance: Amount;
}

const MONTH = /^[2-9]\d{3}-(0[1-9]|1[0-2])$/;

export function StatementsPage() {
  const [params, setParams] = useSearchParams();
  const month = params.get('month') ?? new Date().toISOString().slice(0, 7);
  const profile = useOwnProfile();
  const scheme = useColorScheme();
  return (
    <PageFrame title="Statements" subtitle="A month by the books, in UTC. Less than nothing is owed by you.">
      <Box maxWidth="24rem">
        <Field.Root name="month" hint="Such as 2026-11">
          <Field.Label>Month</Field.Label>
          <Field.Input
            type="month"
            style={scheme}
            value={month}
            onChange={(event: { target: { value: string } }) => setParams({ month: event.target.value })}
          />
          <Field.Hint />
        </Field.Root>
      </Box>
      <Answered answer={profile}>
        {({ documentId }) =>
          documentId === null || !MONTH.test(month) ? null : (
            <StatementView path={`/casita/host-profiles/${documentId}/statement`} month={month} />
          )
        }
      </Answered>
    </PageFrame>
  );
}

function StatementView({ path, month }: { path: string; month: string }) {
  const answer = useAnswer<Statement>(`${path}?month=${month}`);
  return (
    <>
      <Flex gap={2}>
        <PrintButton label="To print" path={`${path}.html?month=${month}`} />
        <DownloadButton label="CSV" path={`${path}.csv?month=${month}`} fileName={`statement-${month}.csv`} />
      </Flex>
      <Answered answer={answer}>
        {({ currencies }) =>
          currencies.length === 0 ? (
            <Typography textColor="neutral600">Nothing happened in this month.</Typography>
          ) : (
            <>
              {currencies.map(({ currency, opening, lines, closing }) => (
                <RecordTable
                  key={currency}
                  label={`Statement in ${currency}`}
                  columns={columns}
                  rows={[edge('At the beginning', opening), ...lines, edge('At the end', closing)].map(
                    (line, index) => ({ ...line, index }),
                  )}
                  keyOf={({ index }) => String(index)}
                  empty=""
                />
              ))}
            </>
          )
        }
      </Answered>
    </>
  );
}

const edge = (kind: string, balance: Amount): Line => ({ at: null, kind, booking: null, amount: null, balance });

const columns: readonly Column<Line & { readonly index: number }>[] = [
  { label: 'What', of: ({ kind }) => words(kind) },
  { label: 'Date', of: ({ at }) => (at === null ? '' : shownInstant(at)) },
  {
    label: 'Booking',
    of: ({ booking }) =>
      booking === null ? '' : <BookingLink booking={{ documentId: booking.id, reference: booking.reference }} />,
  },
  { label: 'Amount', isAmount: true, of: ({ amount }) => (amount === null ? '' : shownAmount(amount)) },
  { label: 'Balance', isAmount: true, of: ({ balance }) => shownAmount(balance) },
];
