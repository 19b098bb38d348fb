import { useState } from 'react';
import { Box, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { useMay } from '../permissions';
import type { Refund } from './booking-money';
import { formatMoney } from './format-money';
import { Press } from './press';

interface RefundLineProps {
  readonly bookingDocumentId: string;
  readonly refund: Refund;
}

const states: Readonly<Record<string, string>> = {
  creating: 'being sent',
  pending: 'with the bank',
  succeeded: 'sent',
  failed: 'failed: the guest is owed it',
};
const ends: Readonly<Record<string, string>> = {
  retried: 'failed, sent again',
  paid_outside: 'failed, paid another way',
  paid_by_dispute: 'failed, taken by the guest’s bank',
};

/** One refund: its state and since when; where it failed, the ways to end it. */
export function RefundLine({ bookingDocumentId, refund }: RefundLineProps) {
  const may = useMay('api::casita.settle-refunds');
  const isOwed = refund.state === 'failed' && refund.end === null;
  const state = refund.end === null ? states[refund.state] : ends[refund.end.kind];
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Flex justifyContent="space-between" gap={2}>
        <Typography textColor={isOwed ? 'danger600' : 'neutral600'}>{`Refund: ${state ?? refund.state}`}</Typography>
        <Typography>{formatMoney(refund.amount, refund.currency)}</Typography>
      </Flex>
      <Typography variant="pi" textColor="neutral600">
        {[
          `since ${new Date(refund.since).toLocaleString()}`,
          refund.bearer === 'policy' ? null : `borne by the ${refund.bearer}`,
          refund.reason,
          refund.failure,
          refund.end?.reference,
        ]
          .filter(Boolean)
          .join(', ')}
      </Typography>
      {isOwed && may ? <Ends bookingDocumentId={bookingDocumentId} refund={refund} /> : null}
    </Flex>
  );
}

function Ends({ bookingDocumentId, refund }: RefundLineProps) {
  const send = useSend({ model: 'api::booking.booking', documentId: bookingDocumentId });
  const [reference, setReference] = useState('');
  const path = `/casita/refunds/${refund.documentId}`;
  return (
    <Flex direction="column" alignItems="stretch" gap={2} paddingTop={1}>
      <Press label="Send again">
        {(close) => (
          <ReasonForm
            explanation="A new refund goes to the card that the guest paid with. This one stays as failed."
            label="Why? For the record."
            required
            confirm="Send again"
            onClose={close}
            onConfirm={(reason) => send(`${path}/retry`, { reason }, 'The refund is sent again')}
          />
        )}
      </Press>
      <Press label="Paid another way">
        {(close) => (
          <>
            <Box paddingLeft={6} paddingRight={6} paddingTop={6}>
              <Field.Root name="reference" required hint="As it is on the bank's statement; the guest is told.">
                <Field.Label>Reference of the payment</Field.Label>
                <TextInput
                  name="reference"
                  value={reference}
                  maxLength={140}
                  onChange={(event: { target: { value: string } }) => setReference(event.target.value)}
                />
                <Field.Hint />
              </Field.Root>
            </Box>
            <ReasonForm
              explanation="The guest has the money, and nothing is sent to the card any more."
              label="Why? For the record."
              required
              confirm="Paid"
              onClose={close}
              onConfirm={(reason) =>
                send(`${path}/paid-outside`, { reason, reference: reference.trim() }, 'The refund is paid')
              }
            />
          </>
        )}
      </Press>
    </Flex>
  );
}
