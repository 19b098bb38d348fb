import { useRef, useState } from 'react';
import { Box, Button } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useSend } from '../actions/use-send';
import type { Claim } from '../claims/claim';

/** Chooses a picture and sends it, as long as the claim takes any. */
export function AddPhoto({ claim }: { claim: Claim }) {
  const chooser = useRef<HTMLInputElement>(null);
  const [isSending, setSending] = useState(false);
  const send = useSend({ model: 'api::booking.booking' });
  if (!['filed', 'in_review'].includes(claim.state)) return null;
  const upload = async (file: File | undefined) => {
    if (file === undefined) return;
    const form = new FormData();
    form.set('file', file);
    setSending(true);
    await send(`/casita/own-claims/${claim.documentId}/photos`, form, 'The picture is added');
    setSending(false);
  };
  return (
    <Box>
      <input
        ref={chooser}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        aria-label="A picture of the damage"
        hidden
        onChange={(event) => {
          void upload(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Button
        type="button"
        variant="secondary"
        fullWidth
        startIcon={<Plus />}
        loading={isSending}
        onClick={() => chooser.current?.click()}
      >
        Add picture
      </Button>
    </Box>
  );
}
