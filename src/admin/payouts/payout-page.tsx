import { useParams } from 'react-router-dom';
import { Flex } from '@strapi/design-system';
import { Answered } from '../pages/answered';
import { DownloadButton, PrintButton } from '../pages/download-button';
import { Facts } from '../pages/facts';
import { Card, PageFrame, Section } from '../pages/page-frame';
import { BookingLink, HostLink } from '../pages/record-link';
import { RecordTable, type Column } from '../pages/record-table';
import { StateBadge, type Tone } from '../pages/state-badge';
import { useAnswer } from '../pages/use-answer';
import { shownAmount, shownInstant, words } from '../pages/wording';
import { useIsHost } from '../permissions';
import { bankOf, shownBank, toneOfBank, toneOfPayout, waitsFor, type Payout } from './payout';

export function PayoutPage() {
  const { id } = useParams();
  const path = `/casita/payouts/${id}`;
  const answer = useAnswer<Payout>(path);
  const title = answer.state === 'here' ? `Payout of ${shownAmount(answer.data.amount)}` : 'Payout';
  return (
    <PageFrame
      title={title}
      back={{ to: '/money/payouts', label: 'Payouts' }}
      action={
        answer.state === 'here' ? (
          <Flex gap={2}>
            <PrintButton label="To print" path={`${path}/statement.html`} />
            <DownloadButton label="CSV" path={`${path}/statement.csv`} fileName={`payout-${id}.csv`} />
          </Flex>
        ) : null
      }
    >
      <Answered answer={answer}>{(payout) => <PayoutView payout={payout} />}</Answered>
    </PageFrame>
  );
}

function PayoutView({ payout }: { payout: Payout }) {
  const isHost = useIsHost();
  return (
    <>
      <Card title="Payout">
        <Facts facts={factsOf(payout, isHost)} />
      </Card>
      <Section title="What it is made of">
        <RecordTable
          label="What it is made of"
          columns={lineColumns}
          rows={payout.lines.map((line, index) => ({ ...line, index }))}
          keyOf={({ index }) => String(index)}
          empty="It is made of nothing."
        />
      </Section>
      <Section title="Transfers">
        <RecordTable
          label="Transfers"
          columns={transferColumns}
          rows={payout.transfers.map((transfer, index) => ({ ...transfer, index }))}
          keyOf={({ index }) => String(index)}
          empty="Nothing was sent yet."
        />
      </Section>
    </>
  );
}

const lineColumns: readonly Column<Payout['lines'][number] & { readonly index: number }>[] = [
  { label: 'Line', of: ({ kind }) => words(kind) },
  { label: 'Date', of: ({ at }) => shownInstant(at) },
  { label: 'Booking', of: ({ booking: { id, reference } }) => <BookingLink booking={{ documentId: id, reference }} /> },
  { label: 'Amount', isAmount: true, of: ({ amount }) => shownAmount(amount) },
];

const transferTones: Readonly<Record<string, Tone>> = { creating: 'busy', succeeded: 'good', failed: 'bad' };

const transferColumns: readonly Column<Payout['transfers'][number] & { readonly index: number }>[] = [
  { label: 'Transfer', of: ({ id }) => id ?? '–' },
  { label: 'Date', of: ({ at }) => shownInstant(at) },
  { label: 'State', of: ({ state }) => <StateBadge state={state} tone={transferTones[state] ?? 'calm'} /> },
  { label: 'Amount', isAmount: true, of: ({ amount }) => shownAmount(amount) },
  {
    label: "At the host's bank",
    of: ({ bank }) =>
      bank === null ? (
        '–'
      ) : (
        <Flex gap={2}>
          <StateBadge state={bank.state} tone={toneOfBank(bank.state)} />
          {shownBank(bank)}
        </Flex>
      ),
  },
  { label: 'Taken back', isAmount: true, of: ({ reversed }) => shownAmount(reversed) },
];

function bankFact(payout: Payout) {
  const bank = bankOf(payout);
  return bank === null ? null : shownBank(bank);
}

const factsOf = (payout: Payout, isHost: boolean) =>
  [
    ['State', <StateBadge key="state" state={payout.state} tone={toneOfPayout(payout.state)} />],
    ['Waits for', waitsFor(payout)],
    ['Amount', shownAmount(payout.amount)],
    ['Sent', shownAmount(payout.transferred)],
    [
      'Booking',
      <BookingLink key="booking" booking={{ documentId: payout.booking.id, reference: payout.booking.reference }} />,
    ],
    ['Home', payout.booking.home],
    ['Part of the stay', payout.part === null ? null : String(payout.part)],
    ['Host', isHost ? null : <HostLink key="host" host={payout.host} />],
    ['Made', shownInstant(payout.createdAt)],
    ['Sent on', payout.transferredAt === null ? null : shownInstant(payout.transferredAt)],
    ["At the host's bank", bankFact(payout)],
  ] as const;
