import { useState } from 'react';
import { Box, Button, Field, Flex, SingleSelect, SingleSelectOption, Textarea, TextInput } from '@strapi/design-system';
import { newKey } from '../actions/new-key';
import { useSend } from '../actions/use-send';
import { useMay } from '../permissions';
import type { Amount } from './booking-money';
import { formatMoney, plainAmount, typedAmount } from './format-money';
import { Press } from './press';

const bearers = {
  policy: 'All by their share, as with a cancellation',
  host: 'The host',
  marketplace: 'The marketplace',
} as const;
type Bearer = keyof typeof bearers;

const REASON_LENGTH = 255;

/** Gives back a part of what the guest paid, beyond the policy. */
export function GiveBack({ documentId, refundable }: { documentId: string; refundable: Amount }) {
  const may = useMay('api::casita.refund-bookings');
  if (!may || refundable.amount <= 0) return null;
  return (
    <Press label="Give money back" danger>
      {(close) => <GiveBackForm documentId={documentId} refundable={refundable} close={close} />}
    </Press>
  );
}

interface FormProps {
  readonly documentId: string;
  readonly refundable: Amount;
  readonly close: () => void;
}

function GiveBackForm({ documentId, refundable, close }: FormProps) {
  const { currency } = refundable;
  const send = useSend({ model: 'api::booking.booking', documentId });
  // One key for the form: pressed twice, or sent again after a lost answer, it is one refund.
  const [key] = useState(newKey);
  const [typed, setTyped] = useState('');
  const [bearer, setBearer] = useState<Bearer>('marketplace');
  const [reason, setReason] = useState('');
  const [isSending, setSending] = useState(false);
  const amount = typedAmount(typed, currency);
  const isTooMuch = amount !== null && amount > refundable.amount;
  const press = async () => {
    setSending(true);
    const body = { amount, bearer, reason: reason.trim(), expectedRefundable: refundable.amount };
    const headers = { 'Idempotency-Key': key };
    if (await send(`/casita/bookings/${documentId}/refunds`, body, 'The money is on its way back', headers)) close();
    else setSending(false);
  };
  return (
    <Box padding={6}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Field.Root
          name="amount"
          required
          hint={`At most ${formatMoney(refundable.amount, currency)}`}
          error={typed !== '' && (amount === null || isTooMuch) ? 'Not an amount that can go back' : undefined}
        >
          <Field.Label>{`Amount in ${currency}`}</Field.Label>
          <TextInput
            name="amount"
            value={typed}
            placeholder={plainAmount(refundable.amount, currency)}
            onChange={(event: { target: { value: string } }) => setTyped(event.target.value)}
          />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
        <Field.Root name="bearer" required>
          <Field.Label>Who bears it?</Field.Label>
          <SingleSelect value={bearer} onChange={(value: string | number) => setBearer(value as Bearer)}>
            {Object.entries(bearers).map(([code, words]) => (
              <SingleSelectOption key={code} value={code}>
                {words}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
        <Field.Root name="reason" required hint={`${reason.length} of ${REASON_LENGTH} letters`}>
          <Field.Label>Why? The guest is told.</Field.Label>
          <Textarea
            name="reason"
            value={reason}
            maxLength={REASON_LENGTH}
            onChange={(event: { target: { value: string } }) => setReason(event.target.value)}
          />
          <Field.Hint />
        </Field.Root>
        <Flex justifyContent="flex-end" gap={2}>
          <Button type="button" variant="tertiary" onClick={close}>
            Back
          </Button>
          <Button
            type="button"
            variant="danger"
            disabled={amount === null || isTooMuch || reason.trim() === ''}
            loading={isSending}
            onClick={press}
          >
            {amount === null ? 'Give back' : `Give back ${formatMoney(amount, currency)}`}
          </Button>
        </Flex>
      </Flex>
    </Box>
  );
}
