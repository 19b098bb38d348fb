import { useEffect, useState } from 'react';
import { useFetchClient } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import type { PanelComponent } from '@strapi/content-manager/strapi-admin';
import { useMayRead } from '../permissions';

/** Beside a review its decisions, beside a booking its moves: who did what when, and why. */

interface Entry {
  readonly documentId: string;
  readonly at: string;
  readonly reason: string | null;
  readonly decision?: string;
  readonly moderatorName?: string;
  readonly move?: string;
  readonly actorKind?: string;
}

const trails: Readonly<Record<string, { readonly uid: string; readonly relation: string }>> = {
  'api::review.review': { uid: 'api::review-decision.review-decision', relation: 'review' },
  'api::booking.booking': { uid: 'api::booking-event.booking-event', relation: 'booking' },
};

const none = { uid: '', relation: '' };

export const HistoryPanel: PanelComponent = ({ model, documentId }) => {
  const trail = trails[model] ?? none;
  const mayRead = useMayRead(trail.uid);
  if (trail === none || !mayRead || documentId === undefined) return null;
  return { title: 'History', content: <History {...trail} documentId={documentId} /> };
};

function History({ uid, relation, documentId }: { uid: string; relation: string; documentId: string }) {
  const entries = useTrail(uid, relation, documentId);
  if (entries === null) return <Typography textColor="neutral600">…</Typography>;
  if (entries.length === 0) return <Typography textColor="neutral600">Nothing has happened yet.</Typography>;
  return (
    <Flex tag="ol" direction="column" alignItems="stretch" gap={3} width="100%">
      {entries.map((entry) => (
        <Flex tag="li" key={entry.documentId} direction="column" alignItems="flex-start" gap={1}>
          <Typography fontWeight="semiBold">{titleOf(entry)}</Typography>
          {entry.reason ? <Typography>{entry.reason}</Typography> : null}
          <Typography variant="pi" textColor="neutral600">
            {[entry.moderatorName ?? entry.actorKind, new Date(entry.at).toLocaleString()].filter(Boolean).join(', ')}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
}

function useTrail(uid: string, relation: string, documentId: string): readonly Entry[] | null {
  const { get } = useFetchClient();
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  useEffect(() => {
    let isGone = false;
    const load = async () => {
      const query = `page=1&pageSize=50&sort=at:ASC&filters[${relation}][documentId][$eq]=${documentId}`;
      const { data } = await get<{ results: Entry[] }>(`/content-manager/collection-types/${uid}?${query}`);
      if (!isGone) setEntries(data.results);
    };
    const reload = () => void load().catch(() => setEntries([]));
    reload();
    window.addEventListener('casita:changed', reload);
    return () => {
      isGone = true;
      window.removeEventListener('casita:changed', reload);
    };
  }, [get, uid, relation, documentId]);
  return entries;
}

const titles: Readonly<Record<string, string>> = { publish: 'Published', hide: 'Hidden', restore: 'Restored' };

function titleOf({ decision, move }: Entry): string {
  if (decision !== undefined) return titles[decision] ?? decision;
  const words = (move ?? '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
