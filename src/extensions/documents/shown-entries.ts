import type { Core, Schema, UID } from '@strapi/strapi';
import { signedPictures } from './signed-pictures';

interface Entry extends Record<string, unknown> {
  readonly id: number;
}

/** What of the entries is asked for, in Strapi's words: `fields` and `populate`, which it has found good. */
export type ShownOptions = object;

/**
 * Entries by row ids, as Strapi's generated reads show them to whoever asks where they are populated. For a list that leads to the same
 * few entries from many of its own: Strapi reads, cleans and makes each of them again wherever it stands.
 */
export async function shownEntries(
  strapi: Core.Strapi,
  uid: string,
  ids: readonly number[],
  options: ShownOptions,
  auth: unknown,
): Promise<ReadonlyMap<number, object>> {
  if (ids.length === 0) return new Map();
  const { transform } = strapi.get('query-params') as { transform: (uid: string, query: object) => object };
  const query = { ...transform(uid, options), where: { id: { $in: [...new Set(ids)] } } };
  const found = (await strapi.db.query(uid as UID.Schema).findMany(query as never)) as Entry[];
  const model = strapi.getModel(uid as UID.Schema);
  const signed = (await isStorePrivate(strapi)) ? await withSigned(strapi, model, found) : found;
  const shown = (await strapi.contentAPI.sanitize.output(signed as never, model, { auth } as never)) as object[];
  return new Map(found.map(({ id }, at) => [id, shown[at] as object]));
}

/** Whether who asks may read what a relation leads to: Strapi leaves it out of its answers otherwise. */
export async function mayFind(strapi: Core.Strapi, uid: string, auth: unknown): Promise<boolean> {
  try {
    await strapi.auth.verify(auth as never, { scope: [`${uid}.find`] } as never);
    return true;
  } catch {
    return false;
  }
}

const isStorePrivate = (strapi: Core.Strapi): Promise<boolean> =>
  (strapi.plugin('upload') as unknown as { provider: { isPrivate(): Promise<boolean> } }).provider.isPrivate();

/** As Strapi's document service does it, where it does. */
function withSigned(strapi: Core.Strapi, model: Schema.Schema, entries: readonly Entry[]): Promise<Entry[]> {
  const media = Object.keys(model.attributes).filter((name) => model.attributes[name]?.type === 'media');
  return Promise.all(
    entries.map(async (entry) => {
      const shown = media.filter((name) => entry[name]);
      const signed = await Promise.all(shown.map((name) => signedPictures(strapi, entry[name])));
      return { ...entry, ...Object.fromEntries(shown.map((name, at) => [name, signed[at]])) };
    }),
  );
}
