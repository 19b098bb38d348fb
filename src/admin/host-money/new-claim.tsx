import { useEffect, useState } from 'react';
import { Box, Field, SingleSelect, SingleSelectOption, TextInput, Typography } from '@strapi/design-system';
import { useFetchClient } from '@strapi/strapi/admin';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { newKey } from '../actions/new-key';
import { typedAmount } from '../money/format-money';

interface Stay {
  readonly documentId: string;
  readonly reference: string;
  readonly currency: string;
  readonly checkOut: string;
}

const WORDS_MAX = 5_000;

/** Which stay, how much, and what was broken. */
export function NewClaim({ close }: { close: () => void }) {
  const stays = useCompletedStays();
  // One key for the form: pressed twice, or sent again after a lost answer, it is one claim.
  const [key] = useState(newKey);
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const send = useSend({ model: 'api::booking.booking' });
  const stay = stays?.find(({ documentId }) => documentId === chosen);
  const amount = stay === undefined ? null : typedAmount(typed, stay.currency);
  const isWrong = typed !== '' && stay !== undefined && amount === null;
  if (stays?.length === 0) {
    return (
      <Box padding={6}>
        <Typography>No stay is over yet: damage is claimed after one.</Typography>
      </Box>
    );
  }
  return (
    <>
      <Box paddingLeft={6} paddingRight={6} paddingTop={6}>
        <Field.Root name="stay" required>
          <Field.Label>Which stay?</Field.Label>
          <SingleSelect value={chosen} onChange={(value: string | number) => setChosen(String(value))}>
            {(stays ?? []).map(({ documentId, reference, checkOut }) => (
              <SingleSelectOption key={documentId} value={documentId}>
                {`${reference}, until ${checkOut}`}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
      </Box>
      <Box paddingLeft={6} paddingRight={6} paddingTop={4}>
        <Field.Root name="amount" required error={isWrong ? 'Not an amount' : undefined}>
          <Field.Label>{stay ? `What it costs, in ${stay.currency}` : 'What it costs'}</Field.Label>
          <TextInput
            name="amount"
            value={typed}
            onChange={(event: { target: { value: string } }) => setTyped(event.target.value)}
          />
          <Field.Error />
        </Field.Root>
      </Box>
      <ReasonForm
        explanation="The guest is asked, and pays with any card. Claims are taken for some days after check-out."
        label="What was damaged? The guest reads it."
        required
        blocked={amount === null}
        lengthMax={WORDS_MAX}
        confirm="Claim"
        onClose={close}
        onConfirm={(description) =>
          send(`/casita/bookings/${chosen}/claims`, { amount, description }, 'The guest is asked', {
            'Idempotency-Key': key,
          })
        }
      />
    </>
  );
}

/** The latest first; older ones cannot be claimed for any more. */
function useCompletedStays(): readonly Stay[] | null {
  const { get } = useFetchClient();
  const [stays, setStays] = useState<readonly Stay[] | null>(null);
  useEffect(() => {
    let isGone = false;
    const query = 'page=1&pageSize=50&sort=checkOutAt:DESC&filters[$and][0][state][$eq]=completed';
    get<{ results: Stay[] }>(`/content-manager/collection-types/api::booking.booking?${query}`)
      .then(({ data }) => (isGone ? undefined : setStays(data.results)))
      .catch(() => (isGone ? undefined : setStays([])));
    return () => {
      isGone = true;
    };
  }, [get]);
  return stays;
}
