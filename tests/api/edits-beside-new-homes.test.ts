import { createId } from '@paralleldrive/cuid2';
import type { Database, Tx } from '../../src/adapters/postgres/sql';
import { refreshSearchRows, staleSearchRows } from '../../src/search/refresh-search-rows';
import { begun, endsOrWaits, waitingForLocks } from '../services/support/interleave';
import { openTestDatabase } from '../services/support/test-database';
import { startPanelApp, type PanelApp } from './support/panel-app';
import { until } from './support/two-apps';

/** A host or an amenity is changed in the panel in the instant in which it gets another home: that home's search row must have the change. */

let world: PanelApp;
let db: Database;
beforeAll(async () => {
  world = await startPanelApp();
  db = openTestDatabase(world.app.database.url, 6);
});
afterAll(async () => {
  await db?.close();
  await world?.stop();
});

/** What is edited, and a home that it gets. */
interface Case {
  edit(name: string): Promise<number>;
  /** A new home, with its search row. */
  getHome(tx: Tx): Promise<number>;
  /** A home that it has already. */
  readonly home: () => number;
}

const panelEdit = async (uid: string, documentId: string, change: object): Promise<number> =>
  (await world.operator.call('PUT', `/content-manager/collection-types/${uid}/${documentId}`, change)).status;

async function insertHome(tx: Tx): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into properties (document_id, name, host_id, state, currency, time_zone) values ($1, 'New', $2, 'draft', 'EUR', 'Europe/Lisbon') returning id`,
    [createId(), world.a.hostId],
  );
  return rows[0]?.id ?? 0;
}

const ofHost: Case = {
  edit: (name) => {
    const uid = 'api::host-profile.host-profile';
    return panelEdit(uid, world.a.entry[uid]?.documentId ?? '', { displayName: name });
  },
  getHome: async (tx) => {
    const home = await insertHome(tx);
    await refreshSearchRows(tx, [home]);
    return home;
  },
  home: () => world.a.entry['api::property.property']?.id ?? 0,
};

const amenity = { id: 0, documentId: createId() };
const ofAmenity: Case = {
  edit: (name) =>
    panelEdit('api::amenity.amenity', amenity.documentId, { code: name.toLowerCase().replaceAll(' ', '_') }),
  getHome: async (tx) => {
    const home = await insertHome(tx);
    await link(tx, home);
    await refreshSearchRows(tx, [home]);
    return home;
  },
  home: ofHost.home,
};
const link = (tx: Tx, home: number) =>
  tx.query('insert into properties_amenities_lnk (property_id, amenity_id, amenity_ord) values ($1, $2, 1)', [
    home,
    amenity.id,
  ]);

beforeAll(() =>
  db.transaction(async (tx) => {
    const rows = await tx.query<{ id: number }>(
      `insert into amenities (document_id, code, name) values ($1, 'before', 'Before') returning id`,
      [amenity.documentId],
    );
    amenity.id = rows[0]?.id ?? 0;
    await link(tx, ofHost.home());
    await refreshSearchRows(tx, [ofHost.home()]);
  }),
);

describe.each([
  ['host', ofHost],
  ['amenity', ofAmenity],
])('an edit of a %s', (_what, { edit, getHome, home }) => {
  test('that comes while the home is being written', async () => {
    const writer = await begun(db, getHome);
    const edited = edit('Edited after');
    await endsOrWaits(db, edited);
    await writer.commit();
    expect(await edited).toBe(200);
    expect(await staleSearchRows(db, [writer.made, home()])).toEqual([]);
  });

  test('that is at work when the home comes', async () => {
    const holder = await begun(db, (tx) =>
      tx.query('select 1 from search_property where property_id = $1 for update', [home()]),
    );
    const edited = edit('Edited before');
    await endsOrWaits(db, edited);
    const written = db.transaction(getHome);
    await endsOrWaits(db, written, 2);
    await holder.commit();
    expect(await edited).toBe(200);
    expect(await staleSearchRows(db, [await written, home()])).toEqual([]);
  });

  test('that waits for its other homes meanwhile does not stand in the way of who has the new one', async () => {
    const holder = await begun(db, (tx) => tx.query('select 1 from properties where id = $1 for update', [home()]));
    const edited = edit('Edited in turn');
    await endsOrWaits(db, edited);
    const added = await db.transaction(getHome);
    const booker = await begun(db, (tx) => tx.query('select 1 from properties where id = $1 for update', [added]));
    await holder.commit();
    await until(async () => (await waitingForLocks(db)) === 1);
    // What a booking of that home asks for with its foreign key to the host.
    await db.transaction((tx) => tx.query('select 1 from host_profiles where id = $1 for key share', [world.a.hostId]));
    await db.transaction((tx) => tx.query('select 1 from amenities where id = $1 for key share', [amenity.id]));
    await booker.commit();
    expect(await edited).toBe(200);
    expect(await staleSearchRows(db, [added, home()])).toEqual([]);
  });
});
