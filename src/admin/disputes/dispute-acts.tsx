import { useState } from 'react';
import { Flex, SingleSelect, SingleSelectOption, Field, Box } from '@strapi/design-system';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { Press } from '../money/press';
import { shownAmount } from '../pages/wording';
import { awaitsAnswer, isOver, type Dispute } from './dispute';

/** The answers to a bank: each is given once. */
export function DisputeActs({ dispute }: { dispute: Dispute }) {
  const send = useSend({ model: 'api::booking.booking' });
  const path = `/casita/disputes/${dispute.documentId}`;
  const hasEvidence = Object.keys(dispute.evidence).length + dispute.files.length > 0;
  const mayAnswer = awaitsAnswer(dispute);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {mayAnswer ? (
        <Press label="Hand in evidence" disabled={!hasEvidence}>
          {(close) => (
            <ReasonForm
              explanation="The bank gets what is saved here. It takes evidence once: nothing can be added later."
              label="Why? For the record."
              required
              confirm="Hand in"
              onClose={close}
              onConfirm={(reason) => send(`${path}/submit`, { reason }, 'The evidence is handed in')}
            />
          )}
        </Press>
      ) : null}
      {mayAnswer && dispute.state === 'needs_response' ? (
        <Press label="Accept dispute" danger>
          {(close) => (
            <ReasonForm
              explanation={`${shownAmount(dispute.amount)} stay with the guest. Nothing can be said against it any more.`}
              label="Why? For the record."
              required
              confirm="Accept"
              danger
              onClose={close}
              onConfirm={(reason) => send(`${path}/accept`, { reason }, 'The dispute is accepted')}
            />
          )}
        </Press>
      ) : null}
      {isOver(dispute) ? null : <BearerChoice dispute={dispute} />}
    </Flex>
  );
}

function BearerChoice({ dispute }: { dispute: Dispute }) {
  const send = useSend({ model: 'api::booking.booking' });
  const [bearer, setBearer] = useState<string>(dispute.bearer);
  return (
    <Press label="Change who bears a loss">
      {(close) => (
        <>
          <Box paddingLeft={6} paddingRight={6} paddingTop={6}>
            <Field.Root name="bearer" required>
              <Field.Label>Who bears it, should it be lost?</Field.Label>
              <SingleSelect value={bearer} onChange={(value: string | number) => setBearer(String(value))}>
                <SingleSelectOption value="host">The host, as far as the price was theirs</SingleSelectOption>
                <SingleSelectOption value="marketplace">The marketplace</SingleSelectOption>
              </SingleSelect>
            </Field.Root>
          </Box>
          <ReasonForm
            explanation="It can be changed until the dispute is over."
            label="Why? For the record."
            required
            confirm="Change"
            onClose={close}
            onConfirm={(reason) =>
              send(`/casita/disputes/${dispute.documentId}/bearer`, { bearer, reason }, 'It is changed')
            }
          />
        </>
      )}
    </Press>
  );
}
