import { useEffect, useState } from 'react';
import { Flex, Typography } from '@strapi/design-system';
import { useFetchClient } from '@strapi/strapi/admin';
import { shownInstant } from '../pages/wording';
import type { Claim } from './claim';

/** Pictures that nobody but the parties and staff may see: each is asked for with the reader's own token. */
export function ClaimPhotos({ path, photos }: { path: string; photos: Claim['photos'] }) {
  return (
    <Flex gap={4} wrap="wrap" alignItems="flex-start">
      {photos.map(({ id, by, at }) => (
        <figure key={id}>
          <Photo address={`${path}/photo?photo=${id}`} label={`By the ${by}, ${shownInstant(at)}`} />
          <figcaption>
            <Typography variant="pi" textColor="neutral600">{`By the ${by}, ${shownInstant(at)}`}</Typography>
          </figcaption>
        </figure>
      ))}
    </Flex>
  );
}

function Photo({ address, label }: { address: string; label: string }) {
  const { get } = useFetchClient();
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let isGone = false;
    get<Blob>(address, { responseType: 'blob' })
      .then(({ data }) => {
        if (isGone) return;
        made = URL.createObjectURL(data);
        setSource(made);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [get, address]);
  if (source === null) return <Typography textColor="neutral600">…</Typography>;
  return (
    <a href={source} target="_blank" rel="noreferrer">
      <img src={source} alt={label} style={{ maxWidth: '24rem', maxHeight: '18rem', borderRadius: '4px' }} />
    </a>
  );
}
