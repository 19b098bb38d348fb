import { timingSafeEqual } from 'node:crypto';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { exportedHome } from '../queries/exported-nights';
import type { FeedAddress } from '../queries/save-feed';

/** Checks the address that a host gives for a feed; a refusal (422) names the field `url` and never the address. */
export async function feedAddress(app: Casita, text: string): Promise<Outcome<FeedAddress>> {
  const url = new URL(text);
  url.hash = '';
  const allowed = await app.feeds.check(url);
  if (!allowed.ok) {
    const [reason] = allowed.reasons;
    return refuseUrl(reason?.code ?? 'unreachable', reason?.limit);
  }
  if (await isOwnCalendar(app, url)) return refuseUrl('own_calendar');
  return accept({
    sealedUrl: app.secrets.seal(url.href),
    urlHash: app.secrets.sealedHash(url.href),
    server: url.hostname.slice(0, SERVER_MAX),
  });
}

const SERVER_MAX = 255;

export const refuseUrl = (code: string, limit?: unknown) =>
  refuse('refused', 'This address cannot be followed', [
    { code, field: 'url', ...(limit === undefined ? {} : { limit }) },
  ]);

/** A home that follows this marketplace's own calendar would never be free again. The token tells it under any name of this server. */
async function isOwnCalendar(app: Casita, url: URL): Promise<boolean> {
  const documentId = /^\/api\/properties\/([a-z0-9]{24})\/calendar\.ics$/.exec(url.pathname)?.[1];
  if (documentId === undefined) return false;
  if (url.host === new URL(app.config.publicUrl).host) return true;
  const home = await exportedHome(app.db, documentId);
  return home !== null && isToken(app.secrets.calendarToken(home.seed), url.searchParams.get('token') ?? '');
}

/** Takes the same time for every token of the right length. */
export function isToken(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
