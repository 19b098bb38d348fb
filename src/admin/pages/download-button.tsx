import { useState } from 'react';
import { Button } from '@strapi/design-system';
import { Download, ExternalLink } from '@strapi/icons';
import { useFetchClient, useNotification } from '@strapi/strapi/admin';

interface FileProps {
  readonly label: string;
  readonly path: string;
}

/** How long a browser may take to fetch what it was pointed to. */
const KEPT_MS = 60_000;

/** A file is asked for with the token of the signed-in user, which a plain link does not carry. */
function useFile(path: string, show: (address: string) => void): readonly [isComing: boolean, ask: () => void] {
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const [isComing, setComing] = useState(false);
  const ask = async () => {
    setComing(true);
    try {
      const { data } = await get<Blob>(path, { responseType: 'blob' });
      const address = URL.createObjectURL(data);
      show(address);
      window.setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
    } catch {
      toggleNotification({ type: 'danger', message: 'The file could not be fetched.' });
    }
    setComing(false);
  };
  return [isComing, () => void ask()];
}

export function DownloadButton({ label, path, fileName }: FileProps & { readonly fileName: string }) {
  const [isComing, ask] = useFile(path, (address) => {
    const link = document.createElement('a');
    link.href = address;
    link.download = fileName;
    link.click();
  });
  return (
    <Button type="button" variant="secondary" startIcon={<Download />} loading={isComing} onClick={ask}>
      {label}
    </Button>
  );
}

/** Opens a page that is made to be printed, in a tab of its own. */
export function PrintButton({ label, path }: FileProps) {
  const [isComing, ask] = useFile(path, (address) => void window.open(address, '_blank', 'noopener'));
  return (
    <Button type="button" variant="secondary" startIcon={<ExternalLink />} loading={isComing} onClick={ask}>
      {label}
    </Button>
  );
}
