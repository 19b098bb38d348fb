import { Flex, Typography } from '@strapi/design-system';
import type { PanelComponent } from '@strapi/content-manager/strapi-admin';
import { useIsHost, useMay } from '../permissions';
import { useBookingMoney, type BookingMoney, type Position, type Posting } from './booking-money';
import { CorrectHost } from './correct-host';
import { formatMoney } from './format-money';
import { GiveBack } from './give-back';
import { RefundLine } from './refund-line';
import { WaivePenalty } from './waive-penalty';

/** Beside a booking, for staff: where its money is by the ledger, and the buttons that move it. */

export const MoneyPanel: PanelComponent = ({ model, documentId }) => {
  const mayRead = useMay('api::casita.read-money');
  const isHost = useIsHost();
  if (model !== 'api::booking.booking' || documentId === undefined || !mayRead || isHost) return null;
  return { title: 'Money', content: <Money documentId={documentId} /> };
};

function Money({ documentId }: { documentId: string }) {
  const money = useBookingMoney(documentId);
  if (money === null) return <Typography textColor="neutral600">…</Typography>;
  if (money === 'failed') return <Typography textColor="danger600">Could not be read. Load the page again.</Typography>;
  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      {money.positions.map((position) => (
        <PositionLines key={position.currency} position={position} />
      ))}
      {money.positions.length === 0 ? <Typography textColor="neutral600">Nothing was paid yet.</Typography> : null}
      <Payments payments={money.payments} />
      {money.refunds.map((refund) => (
        <RefundLine key={refund.documentId} bookingDocumentId={documentId} refund={refund} />
      ))}
      <GiveBack documentId={documentId} refundable={money.refundable} />
      <CorrectHost documentId={documentId} total={money.booking.total} />
      <WaivePenalty documentId={documentId} penalty={money.penalty} />
      <Postings postings={money.postings} />
    </Flex>
  );
}

const Line = ({ label, value, strong = false }: { label: string; value: string; strong?: boolean }) => (
  <Flex justifyContent="space-between" gap={2}>
    <Typography textColor={strong ? 'neutral800' : 'neutral600'}>{label}</Typography>
    <Typography fontWeight={strong ? 'semiBold' : 'regular'}>{value}</Typography>
  </Flex>
);

/** What is nothing is left out, save what was paid and what is held. */
function PositionLines({ position }: { position: Position }) {
  const { currency, host, platform, stripe } = position;
  const lines: readonly (readonly [string, number])[] = [
    ['Given back', position.refunded],
    ['of it not with the guest yet', position.refundsOpen],
    ['Host is owed', host.payable],
    ['Host owes', host.receivable],
    ['Sent to the host', host.sent],
    ['Marketplace keeps', platform.fee],
    ['Marketplace gave', platform.goodwill],
    ['Lost in disputes', platform.disputeLoss],
    ['In dispute', position.disputed],
    ['Taxes', position.tax],
    ["Stripe's fees", stripe.fees],
    ['Paid from the bank account', position.paidOutside],
  ];
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Line strong label="Paid" value={formatMoney(position.paid, currency)} />
      {lines.map(([label, amount]) =>
        amount === 0 ? null : <Line key={label} label={label} value={formatMoney(amount, currency)} />,
      )}
      <Line strong label="Held for the stay" value={formatMoney(position.held, currency)} />
      <Line label="At Stripe" value={formatMoney(stripe.balance, currency)} />
    </Flex>
  );
}

function Payments({ payments }: Pick<BookingMoney, 'payments'>) {
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      {payments.map(({ documentId, instalment, state, amount, currency }) => (
        <Line
          key={documentId}
          label={`${instalment === 0 ? 'Payment' : `Alteration ${instalment}`}: ${state.replaceAll('_', ' ')}`}
          value={formatMoney(amount, currency)}
        />
      ))}
    </Flex>
  );
}

function Postings({ postings }: { postings: readonly Posting[] }) {
  if (postings.length === 0) return null;
  return (
    <details>
      <summary>
        <Typography tag="span">{`Postings (${postings.length})`}</Typography>
      </summary>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={3} paddingTop={2}>
        {postings.map(({ id, kind, at, reason, entries }) => (
          <Flex tag="li" key={id} direction="column" alignItems="stretch" gap={1}>
            <Typography fontWeight="semiBold">{kind.replaceAll('_', ' ')}</Typography>
            <Typography variant="pi" textColor="neutral600">
              {[`${id}`, new Date(at).toLocaleString(), reason].filter(Boolean).join(', ')}
            </Typography>
            {entries.map(({ account, amount, currency }) => (
              <Line
                key={`${account} ${currency}`}
                label={account.replaceAll('_', ' ')}
                value={formatMoney(amount, currency)}
              />
            ))}
          </Flex>
        ))}
      </Flex>
    </details>
  );
}
