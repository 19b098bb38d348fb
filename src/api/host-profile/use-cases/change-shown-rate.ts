import type { Casita } from '../../../ports';
import { lockProperties } from '../../../search/queries/affected-properties';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import { endChange, homesToChange, lockChangingRate, moveHomesUntil } from '../queries/changing-rates';

/** How many homes one transaction locks; with more, what processes keep of all homes would be dropped at each of them. */
const HOMES = 100;

/**
 * A host's figure is in the search row of each of their homes, and they may have ten thousand: it changes home by home, in their order, and in
 * the profile with the last. Until then those whose turn has come have the next one, others the old one (`propertyFacts`), so that every
 * row is at every instant what the truth says, and no home is locked for longer than its part takes. Whoever dies half-way has left the rest
 * to do. @returns whether this part was done; false where something else came first
 */
export async function changeShownRate(app: Casita, hostId: number): Promise<boolean> {
  return app.db.transaction(async (tx) => {
    const homes = await homesToChange(tx, hostId, HOMES);
    await lockProperties(tx, homes);
    if (!(await lockChangingRate(tx, hostId))) return false;
    // Another process was here meanwhile, or the host has another home: whoever looks next finds them.
    const same = await homesToChange(tx, hostId, HOMES);
    if (same.join() !== homes.join()) return false;
    const last = homes.at(-1);
    if (last !== undefined) {
      await moveHomesUntil(tx, hostId, last);
      await refreshSearchRows(tx, homes);
    }
    if (homes.length < HOMES) await endChange(tx, hostId, app.clock.now().toString());
    return true;
  });
}
