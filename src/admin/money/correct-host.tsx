import { useState } from 'react';
import { Box, Field, Flex, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import { newKey } from '../actions/new-key';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { useMay } from '../permissions';
import { formatMoney, typedAmount } from './format-money';
import { Press } from './press';
import type { Amount } from './booking-money';

/** Corrects what the booking's host is owed, against our fee. */
export function CorrectHost({ documentId, total }: { documentId: string; total: Amount }) {
  const may = useMay('api::casita.correct-ledger');
  if (!may || total.amount <= 0) return null;
  return (
    <Press label="Correct host's part" title="Correct what the host is owed">
      {(close) => <CorrectForm documentId={documentId} total={total} close={close} />}
    </Press>
  );
}

interface FormProps {
  readonly documentId: string;
  readonly total: Amount;
  readonly close: () => void;
}

function CorrectForm({ documentId, total, close }: FormProps) {
  const { currency } = total;
  const send = useSend({ model: 'api::booking.booking', documentId });
  // One key for the form: pressed twice, or sent again after a lost answer, it is one correction.
  const [key] = useState(newKey);
  const [typed, setTyped] = useState('');
  const [way, setWay] = useState<'more' | 'less'>('more');
  const amount = typedAmount(typed, currency);
  const isWrong = amount === null || amount > total.amount;
  return (
    <>
      <Box paddingLeft={6} paddingRight={6} paddingTop={6}>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Field.Root name="way" required>
            <Field.Label>Which way?</Field.Label>
            <SingleSelect value={way} onChange={(value: string | number) => setWay(value === 'less' ? 'less' : 'more')}>
              <SingleSelectOption value="more">The host gets more: a payout of its own</SingleSelectOption>
              <SingleSelectOption value="less">The host gets less: taken from later payouts</SingleSelectOption>
            </SingleSelect>
          </Field.Root>
          <Field.Root
            name="amount"
            required
            hint={`At most ${formatMoney(total.amount, currency)}`}
            error={typed !== '' && isWrong ? 'Not an amount that can be corrected' : undefined}
          >
            <Field.Label>{`Amount in ${currency}`}</Field.Label>
            <TextInput
              name="amount"
              value={typed}
              onChange={(event: { target: { value: string } }) => setTyped(event.target.value)}
            />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
        </Flex>
      </Box>
      <ReasonForm
        explanation="It is posted against the marketplace's fee."
        label="Why? The host is told."
        required
        blocked={isWrong}
        confirm="Correct"
        onClose={close}
        onConfirm={(reason) =>
          send(
            `/casita/bookings/${documentId}/adjustments`,
            { amount: way === 'more' ? amount : -(amount ?? 0), reason },
            'It is corrected',
            { 'Idempotency-Key': key },
          )
        }
      />
    </>
  );
}
