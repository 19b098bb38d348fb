import { useState } from 'react';
import { Button, Field, Flex, Textarea, TextInput, Typography } from '@strapi/design-system';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { Press } from '../money/press';
import type { Dispute, Evidence } from './dispute';
import { evidenceForm, labelOfEvidence } from './evidence-words';

/** What is laid down for the bank; nothing is handed in by saving it. */
export function EvidenceForm({ dispute }: { dispute: Dispute }) {
  const [changes, setChanges] = useState<Evidence>({});
  const send = useSend({ model: 'api::booking.booking' });
  const change = (field: string, text: string) => setChanges((before) => ({ ...before, [field]: text }));
  const changed = Object.entries(changes).filter(([field, text]) => text !== (dispute.evidence[field] ?? ''));
  const save = async (reason: string | null) => {
    const body = { evidence: Object.fromEntries(changed), reason };
    return send(`/casita/disputes/${dispute.documentId}/evidence`, body, 'The evidence is saved');
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {evidenceForm.map(({ field, label, lengthMax, isLong }) => {
        const suggested = dispute.suggested[field];
        const value = changes[field] ?? dispute.evidence[field] ?? '';
        const Input = isLong ? Textarea : TextInput;
        return (
          <Field.Root key={field} name={field} hint={value.length > lengthMax / 2 ? left(value, lengthMax) : undefined}>
            <Field.Label>{label}</Field.Label>
            <Input
              name={field}
              value={value}
              maxLength={lengthMax}
              onChange={(event: { target: { value: string } }) => change(field, event.target.value)}
            />
            <Field.Hint />
            {suggested && value === '' ? (
              <Suggestion text={suggested} label={label} use={() => change(field, suggested)} />
            ) : null}
          </Field.Root>
        );
      })}
      <Press label="Save evidence" disabled={changed.length === 0}>
        {(close) => (
          <ReasonForm
            explanation="The bank sees nothing of it before it is handed in."
            label="Why? For the record."
            required
            confirm="Save"
            onClose={close}
            onConfirm={save}
          />
        )}
      </Press>
    </Flex>
  );
}

const left = (value: string, lengthMax: number): string => `${value.length} of ${lengthMax} letters`;

function Suggestion({ text, label, use }: { text: string; label: string; use: () => void }) {
  return (
    <Flex gap={2} alignItems="center" justifyContent="space-between">
      <Typography variant="pi" textColor="neutral600">
        {text}
      </Typography>
      <Button type="button" size="S" variant="tertiary" aria-label={`Use what is known: ${label}`} onClick={use}>
        Use
      </Button>
    </Flex>
  );
}

/** What was handed in, or laid down until it was too late. */
export function EvidenceText({ evidence }: { evidence: Evidence }) {
  const fields = Object.entries(evidence);
  if (fields.length === 0) return <Typography textColor="neutral600">No evidence was laid down.</Typography>;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {fields.map(([field, text]) => (
        <Flex key={field} direction="column" alignItems="stretch" gap={1}>
          <Typography variant="pi" fontWeight="semiBold">
            {labelOfEvidence(field)}
          </Typography>
          <Typography style={{ whiteSpace: 'pre-wrap' }}>{text}</Typography>
        </Flex>
      ))}
    </Flex>
  );
}
