import type { Core } from '@strapi/strapi';
import type { Sql } from '../../adapters/postgres/sql';
import { mayFind, shownEntries } from '../../extensions/documents/shown-entries';
import { pageRelations } from './queries/page-relations';
import type { SharedName, SplitPopulate } from './shared-populate';

const targetOf: Readonly<Record<SharedName, string>> = {
  host: 'api::host-profile.host-profile',
  amenities: 'api::amenity.amenity',
};

/** The hosts and amenities that are asked for, home by home: three statements, however many homes and relations there are. */
export async function relatedTo(
  strapi: Core.Strapi,
  sql: Sql,
  homes: readonly { readonly id: number }[],
  shared: SplitPopulate['shared'],
  auth: unknown,
): Promise<readonly object[]> {
  if (shared.size === 0 || homes.length === 0) return homes.map(() => ({}));
  const ids = homes.map(({ id }) => id);
  const found = new Map((await pageRelations(sql, ids)).map((each) => [each.id, each]));
  const led = [...found.values()];
  const shown = async (name: SharedName, entries: readonly number[]) => {
    const options = shared.get(name);
    if (!options || !(await mayFind(strapi, targetOf[name], auth))) return null;
    return shownEntries(strapi, targetOf[name], entries, options, auth);
  };
  const [hosts, offered] = await Promise.all([
    shown(
      'host',
      led.flatMap(({ hostId }) => hostId ?? []),
    ),
    shown(
      'amenities',
      led.flatMap(({ amenityIds }) => amenityIds),
    ),
  ]);
  return ids.map((id) => {
    const { hostId = null, amenityIds = [] } = found.get(id) ?? {};
    return {
      ...(hosts && { host: hostId === null ? null : (hosts.get(hostId) ?? null) }),
      ...(offered && { amenities: amenityIds.flatMap((amenity) => offered.get(amenity) ?? []) }),
    };
  });
}
