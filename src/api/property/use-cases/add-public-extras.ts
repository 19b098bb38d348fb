import type { Casita } from '../../../ports';
import { publicExtras, type PublicExtras } from '../queries/public-extras';

/** A home as Strapi's generated reads give it out. */
export type Entry = Record<string, unknown> & { readonly documentId: string };

/** The same homes, each with its approximate point, its rating and its pictures. */
export async function withExtras(app: Casita, entries: readonly Entry[]): Promise<(Entry & PublicExtras)[]> {
  const documentIds = entries.map((entry) => entry.documentId);
  const extras = await publicExtras(app.db, documentIds);
  return entries.map((entry) => ({ ...entry, ...(extras.get(entry.documentId) ?? noExtras) }));
}

/** Of a home that search does not know yet. */
export const noExtras: PublicExtras = { approximatePoint: null, rating: { mean: null, count: 0 }, photos: [] };
