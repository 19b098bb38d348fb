import { useState } from 'react';
import { Box, Checkbox, Field, Flex, TextInput } from '@strapi/design-system';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { plainAmount, typedAmount } from '../money/format-money';
import { Press } from '../money/press';
import { shownAmount } from '../pages/wording';
import type { Claim } from './claim';

/** What staff decide of a claim; both parties are told it, with the reason. */
export function ClaimActs({ claim }: { claim: Claim }) {
  const send = useSend({ model: 'api::booking.booking' });
  const path = `/casita/claims/${claim.documentId}`;
  if (claim.state === 'awaiting_payment') {
    return (
      <Press label="Wait no longer" danger>
        {(close) => (
          <ReasonForm
            explanation="The guest has not paid, and the host gets nothing of it. Money that comes all the same goes back."
            label="Why? Both parties are told."
            required
            confirm="Wait no longer"
            danger
            onClose={close}
            onConfirm={(reason) => send(`${path}/give-up`, { reason }, 'Nobody waits for the payment any more')}
          />
        )}
      </Press>
    );
  }
  if (claim.state !== 'in_review') return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Award claim={claim} />
      <Press label="Reject claim" danger>
        {(close) => (
          <ReasonForm
            explanation="The guest owes nothing of it."
            label="Why? Both parties are told."
            required
            confirm="Reject"
            danger
            onClose={close}
            onConfirm={(reason) => send(`${path}/decision`, { amount: 0, reason }, 'The claim is rejected')}
          />
        )}
      </Press>
    </Flex>
  );
}

function Award({ claim: { documentId, amount: claimed, offered, cardKept = false } }: { claim: Claim }) {
  const { currency } = claimed;
  const send = useSend({ model: 'api::booking.booking' });
  const [typed, setTyped] = useState(plainAmount((offered ?? claimed).amount || claimed.amount, currency));
  const [chargeCard, setChargeCard] = useState(false);
  const amount = typedAmount(typed, currency);
  const isWrong = amount === null || amount > claimed.amount;
  return (
    <Press label="Decide what is owed">
      {(close) => (
        <>
          <Box paddingLeft={6} paddingRight={6} paddingTop={6}>
            <Field.Root
              name="amount"
              required
              hint={`At most ${shownAmount(claimed)}`}
              error={isWrong ? 'Not an amount that can be owed' : undefined}
            >
              <Field.Label>{`The guest owes, in ${currency}`}</Field.Label>
              <TextInput
                name="amount"
                value={typed}
                onChange={(event: { target: { value: string } }) => setTyped(event.target.value)}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
            {cardKept ? (
              <Box paddingTop={4}>
                <Checkbox
                  checked={chargeCard}
                  onCheckedChange={(checked: boolean | 'indeterminate') => setChargeCard(checked === true)}
                >
                  Charge the card that the guest keeps
                </Checkbox>
              </Box>
            ) : null}
          </Box>
          <ReasonForm
            explanation="The guest pays it; what they pay is the host's."
            label="Why? Both parties are told."
            required
            blocked={isWrong}
            confirm="Decide"
            onClose={close}
            onConfirm={(reason) =>
              send(`/casita/claims/${documentId}/decision`, { amount, chargeCard, reason }, 'The claim is decided')
            }
          />
        </>
      )}
    </Press>
  );
}
