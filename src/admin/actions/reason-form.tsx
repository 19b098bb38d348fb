import { useState } from 'react';
import { Box, Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';

interface ReasonFormProps {
  readonly explanation: string;
  readonly label: string;
  readonly required: boolean;
  /** Something that is asked beside the reason is not right yet. */
  readonly blocked?: boolean;
  readonly lengthMax?: number;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly onClose: () => void;
  /** @returns whether it was done; the form stays open when it was not. */
  readonly onConfirm: (reason: string | null) => Promise<boolean>;
}

const LENGTH_MAX = 500;

/** Asks why, says who will read the answer, and sends it once. */
export function ReasonForm(props: ReasonFormProps) {
  const {
    explanation,
    label,
    required,
    blocked = false,
    lengthMax = LENGTH_MAX,
    confirm,
    danger,
    onClose,
    onConfirm,
  } = props;
  const [reason, setReason] = useState('');
  const [isSending, setSending] = useState(false);
  const isMissing = blocked || (required && reason.trim() === '');
  const send = async () => {
    setSending(true);
    if (await onConfirm(reason.trim() || null)) onClose();
    else setSending(false);
  };
  return (
    <Box padding={6}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>{explanation}</Typography>
        <Field.Root name="reason" required={required} hint={`${reason.length} of ${lengthMax} letters`}>
          <Field.Label>{label}</Field.Label>
          <Textarea
            name="reason"
            value={reason}
            maxLength={lengthMax}
            onChange={(event: { target: { value: string } }) => setReason(event.target.value)}
          />
          <Field.Hint />
        </Field.Root>
        <Flex justifyContent="flex-end" gap={2}>
          <Button variant="tertiary" onClick={onClose}>
            Back
          </Button>
          <Button variant={danger ? 'danger' : 'default'} disabled={isMissing} loading={isSending} onClick={send}>
            {confirm}
          </Button>
        </Flex>
      </Flex>
    </Box>
  );
}
