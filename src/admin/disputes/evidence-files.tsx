import { useState } from 'react';
import { Box, Field, Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { Press } from '../money/press';
import { DownloadButton } from '../pages/download-button';
import { StateBadge, type Tone } from '../pages/state-badge';
import { awaitsAnswer, type Dispute, type DisputeFile } from './dispute';
import { fileForm, labelOfFile, shownSize } from './evidence-words';

const pathOf = ({ documentId }: Dispute): string => `/casita/disputes/${documentId}`;

/** Files that speak for the payment: one for each question. */
export function EvidenceFiles({ dispute }: { dispute: Dispute }) {
  const mayChange = awaitsAnswer(dispute);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {dispute.files.length === 0 ? <Typography textColor="neutral600">No files were laid down.</Typography> : null}
      {dispute.files.map((file) => (
        <OneFile key={file.id} dispute={dispute} file={file} mayChange={mayChange} />
      ))}
      {mayChange ? <AddFile dispute={dispute} /> : null}
    </Flex>
  );
}

const tones: Readonly<Record<DisputeFile['state'], Tone>> = { waiting: 'busy', with_provider: 'good', refused: 'bad' };

function OneFile({ dispute, file, mayChange }: { dispute: Dispute; file: DisputeFile; mayChange: boolean }) {
  const send = useSend({ model: 'api::booking.booking' });
  const label = labelOfFile(file.field);
  const [kind, ending] = file.kind === 'pdf' ? ['PDF', 'pdf'] : ['JPEG', 'jpg'];
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Flex justifyContent="space-between" gap={2}>
        <Typography variant="pi" fontWeight="semiBold">
          {label}
        </Typography>
        <StateBadge state={file.state} tone={tones[file.state]} />
      </Flex>
      {file.refused === null ? null : <Typography textColor="danger600">{file.refused}</Typography>}
      <DownloadButton
        label={`${kind}, ${shownSize(file.bytes)}`}
        path={`${pathOf(dispute)}/file?file=${file.id}`}
        fileName={`${file.field}.${ending}`}
      />
      {mayChange ? (
        <Press label={`Take away: ${label}`} danger>
          {(close) => (
            <ReasonForm
              explanation="The file is deleted here, and the bank does not get it."
              label="Why? For the record."
              required
              confirm="Take away"
              danger
              onClose={close}
              onConfirm={(reason) =>
                send(`${pathOf(dispute)}/files/remove`, { field: file.field, reason }, 'The file is taken away')
              }
            />
          )}
        </Press>
      ) : null}
    </Flex>
  );
}

/** Asks for what the file speaks, which one it is, and why. */
function AddFile({ dispute }: { dispute: Dispute }) {
  const send = useSend({ model: 'api::booking.booking' });
  const [field, setField] = useState(fileForm[0]?.field ?? '');
  const [file, setFile] = useState<File | null>(null);
  const upload = (reason: string | null) => {
    const form = new FormData();
    form.set('field', field);
    form.set('reason', reason ?? '');
    if (file) form.set('file', file);
    return send(`${pathOf(dispute)}/files`, form, 'The file is laid down');
  };
  return (
    <Press label="Add file">
      {(close) => (
        <>
          <Flex direction="column" alignItems="stretch" gap={4} paddingLeft={6} paddingRight={6} paddingTop={6}>
            <Field.Root name="field" required>
              <Field.Label>What is it?</Field.Label>
              <SingleSelect value={field} onChange={(value: string | number) => setField(String(value))}>
                {fileForm.map(({ field: value, label }) => (
                  <SingleSelectOption key={value} value={value}>
                    {label}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
            </Field.Root>
            <ChooseFile choose={setFile} />
          </Flex>
          <ReasonForm
            explanation="It takes the place of a file that is there for the same. The bank sees none of it before it is handed in."
            label="Why? For the record."
            required
            blocked={file === null}
            confirm="Add"
            onClose={close}
            onConfirm={upload}
          />
        </>
      )}
    </Press>
  );
}

const ChooseFile = ({ choose }: { choose: (file: File | null) => void }) => (
  <Field.Root name="file" required hint="PDF, JPEG or PNG; all files together 4.5 MB">
    <Field.Label>File</Field.Label>
    <Box
      tag="input"
      type="file"
      accept="application/pdf,image/jpeg,image/png"
      aria-label="File"
      onChange={(event: { target: HTMLInputElement }) => choose(event.target.files?.[0] ?? null)}
    />
    <Field.Hint />
  </Field.Root>
);
