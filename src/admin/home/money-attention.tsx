import { useEffect, useState } from 'react';
import { NavLink } from 'react-router-dom';
import { Button, Flex, Link, Typography } from '@strapi/design-system';
import { useFetchClient } from '@strapi/strapi/admin';
import { useSend } from '../actions/use-send';
import { formatMoney } from '../money/format-money';
import { day, waitsFor } from '../payouts/payout';
import { useMay } from '../permissions';

interface Attention {
  readonly refunds: readonly {
    readonly documentId: string;
    readonly booking: { readonly documentId: string; readonly reference: string };
    readonly amount: { readonly amount: number; readonly currency: string };
    readonly state: string;
    readonly failure: string | null;
  }[];
  readonly payouts: readonly BookingLine[];
  readonly disputes: readonly BookingLine[];
  readonly differences: readonly { readonly id: number; readonly detail: string }[];
  readonly calls: readonly { readonly id: number; readonly kind: string; readonly lastError: string | null }[];
  readonly events: readonly { readonly id: string; readonly type: string; readonly lastError: string | null }[];
}

interface BookingLine {
  readonly documentId: string;
  readonly booking: { readonly documentId: string; readonly reference: string };
  readonly amount: { readonly amount: number; readonly currency: string };
  readonly reason?: string | null;
  readonly dueBy?: string | null;
}

/** The most that is shown of each on the home page; the rest comes up as these are dealt with. */
const SHOWN = 5;

export function MoneyAttention({ shown = SHOWN }: { shown?: number }) {
  const waiting = useAttention();
  if (waiting === null) return <Typography textColor="neutral600">…</Typography>;
  const { refunds, calls, events, payouts, disputes, differences } = waiting;
  if (Object.values(waiting).every((list: readonly unknown[]) => list.length === 0))
    return <Typography textColor="neutral600">All of it comes to an end by itself.</Typography>;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      {refunds.slice(0, shown).map(({ documentId, booking, amount, state, failure }) => (
        <AtBooking key={documentId} line={{ documentId, booking, amount }} what="refund" state={state} more={failure} />
      ))}
      {disputes.slice(0, shown).map((line) => (
        <AtBooking
          key={line.documentId}
          line={line}
          what="dispute"
          state="to answer"
          more={line.dueBy ? `Until ${day(line.dueBy)}` : null}
          page="disputes"
        />
      ))}
      {payouts.slice(0, shown).map((line) => (
        <AtBooking
          key={line.documentId}
          line={line}
          what="payout"
          state="owed"
          more={waitsFor({ state: 'owed', reason: line.reason ?? null, holdUntil: null })}
          page="payouts"
        />
      ))}
      {differences.slice(0, shown).map(({ id, detail }) => (
        <Typography key={id}>{`Daily close: ${detail}`}</Typography>
      ))}
      {calls.slice(0, shown).map((call) => (
        <Call key={call.id} {...call} />
      ))}
      {events.slice(0, shown).map(({ id, type, lastError }) => (
        <Typography key={id}>{`Event ${type} (${id}): ${lastError ?? ''}`}</Typography>
      ))}
    </Flex>
  );
}

interface AtBookingProps {
  readonly line: BookingLine;
  readonly what: string;
  readonly state: string;
  readonly more: string | null | undefined;
  /** Where it has a page of its own. */
  readonly page?: 'disputes' | 'payouts';
}

function AtBooking({ line: { documentId, booking, amount }, what, state, more, page }: AtBookingProps) {
  const atBooking = `/content-manager/collection-types/api::booking.booking/${booking.documentId}`;
  return (
    <Flex direction="column" alignItems="flex-start">
      <Link tag={NavLink} to={page === undefined ? atBooking : `/money/${page}/${documentId}`}>
        {`${booking.reference}: ${what} of ${formatMoney(amount.amount, amount.currency)} ${state}`}
      </Link>
      <Typography variant="pi" textColor="neutral600">
        {more}
      </Typography>
    </Flex>
  );
}

function Call({ id, kind, lastError }: Attention['calls'][number]) {
  const may = useMay('api::casita.settle-refunds');
  const send = useSend({ model: 'api::booking.booking' });
  return (
    <Flex justifyContent="space-between" gap={2}>
      <Typography>{`Call ${kind.replaceAll('_', ' ')}: ${lastError ?? 'never tried'}`}</Typography>
      {may ? (
        <Button
          type="button"
          size="S"
          variant="tertiary"
          onClick={() => void send(`/casita/stripe-calls/${id}/retry`, {}, 'It is tried at once')}
        >
          Try now
        </Button>
      ) : null}
    </Flex>
  );
}

function useAttention(): Attention | null {
  const { get } = useFetchClient();
  const [waiting, setWaiting] = useState<Attention | null>(null);
  useEffect(() => {
    let isGone = false;
    const reload = () =>
      void get<{ data: Attention }>('/casita/money/attention')
        .then(({ data }) => (isGone ? undefined : setWaiting(data.data)))
        .catch(() => undefined);
    reload();
    window.addEventListener('casita:changed', reload);
    return () => {
      isGone = true;
      window.removeEventListener('casita:changed', reload);
    };
  }, [get]);
  return waiting;
}
