import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../src/adapters/postgres/sql';
import { lockTraces } from '../../../src/api/account/queries/erase-account';
import { writeListings } from '../../../src/api/property/use-cases/write-listings';
import { refreshSearchRows, staleSearchRows } from '../../../src/search/refresh-search-rows';
import { createTestCasita, type TestCasita } from '../support/casita';
import { begun, endsOrWaits } from '../support/interleave';
import { homeRecord, makeHome, type TestHome } from '../support/world';

/** A host gets another home in the instant in which all that is the host's is written. */

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

/** Another home of the same host, with its search row. */
const anotherOf =
  ({ hostId }: TestHome) =>
  async (tx: Tx): Promise<number> => {
    const rows = await tx.query<{ id: number }>(
      `insert into properties (document_id, name, host_id, state, currency, time_zone) values ($1, 'New', $2, 'draft', 'EUR', 'Europe/Lisbon') returning id`,
      [createId(), hostId],
    );
    const home = rows[0]?.id ?? 0;
    await refreshSearchRows(tx, [home]);
    return home;
  };

describe('an import that says something else of the host', () => {
  const importOf = (sourceId: string, displayName: string) => {
    const record = homeRecord(sourceId, { host: { sourceId: `host-${sourceId}`, displayName } });
    return world.app.db.transaction((tx) => writeListings(tx, [record], world.clock.now()));
  };

  test('and comes while the home is being written', async () => {
    const { db } = world.app;
    const home = await makeHome(world.app, { sourceId: 'import-after' });
    const writer = await begun(db, anotherOf(home));
    const imported = importOf('import-after', 'Renamed');
    await endsOrWaits(db, imported);
    await writer.commit();
    await imported;
    expect(await staleSearchRows(db, [home.id, writer.made])).toEqual([]);
  });

  test('and is at work when the home comes', async () => {
    const { db } = world.app;
    const home = await makeHome(world.app, { sourceId: 'import-before' });
    const holder = await begun(db, (tx) =>
      tx.query('select 1 from search_property where property_id = $1 for update', [home.id]),
    );
    const imported = importOf('import-before', 'Renamed');
    await endsOrWaits(db, imported);
    const written = db.transaction(anotherOf(home));
    await endsOrWaits(db, written, 2);
    await holder.commit();
    await imported;
    expect(await staleSearchRows(db, [home.id, await written])).toEqual([]);
  });
});

test('an account that is erased takes along the home that was being written', async () => {
  const { db } = world.app;
  const home = await makeHome(world.app);
  const writer = await begun(db, anotherOf(home));
  const locked = db.transaction((tx) =>
    lockTraces(tx, home.host.kind === 'account' ? home.host.userId : 0, home.hostId),
  );
  await endsOrWaits(db, locked);
  await writer.commit();
  expect(await locked).toEqual([home.id, writer.made]);
});
