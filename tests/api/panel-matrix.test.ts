import { startApp, type AppProcess } from '../services/support/app-process';
import { missingId } from './support/access-world';
import { liveApp, panelRoutes, type LiveApp } from './support/live-routes';
import {
  callers,
  idFor,
  line,
  panelDoors,
  sideOf,
  type Caller,
  type Cell,
  type PanelDoors,
  type Which,
} from './support/panel-callers';
import {
  allowed,
  buttonTable,
  doorlessRoutes,
  fileTable,
  leftOut,
  openTable,
  roleOf,
  typeTable,
  type ThingRow,
  type TypeRow,
} from './support/panel-table';
import { insert, makePanelWorld, type Reply } from './support/panel-world';

/**
 * Every route of the panel that the running app has × everybody who may come × own, another's and missing. What no table names is
 * closed: it must answer 401 or 403, also if a later Strapi brings it. A new content type needs its row.
 */

let app: AppProcess;
let doors: PanelDoors;
let live: LiveApp;
let routes: readonly string[];
beforeAll(async () => {
  live = await liveApp();
  routes = panelRoutes(live.routes);
  app = await startApp();
  doors = await panelDoors(app.url, await makePanelWorld(app.url, app.database.url));
  const shared = await insert(doors.world.sql, 'amenities', { code: 'matrix', name: 'Matrix' });
  for (const side of [doors.world.a, doors.world.b]) Object.assign(side.entry, { 'api::amenity.amenity': shared });
}, 240_000);
afterAll(async () => {
  await doors?.world.sql.end();
  await app?.end();
});

const kinds: readonly Which[] = ['own', 'another', 'missing'];

/** Asks in turn, and compares all cells at once, so that a failure shows the whole row. */
async function expectCells(
  cells: readonly (readonly [Cell, number])[],
  ask: (cell: Cell) => Promise<Reply>,
): Promise<void> {
  const got: string[] = [];
  const said = new Map<string, string>();
  for (const [cell] of cells) {
    const reply = await ask(cell);
    got.push(line(cell, reply.status));
    if (reply.status >= 400) said.set(`${cell.caller} ${cell.which}`, reply.text.replace(/"requestId":"[^"]+"/g, ''));
  }
  expect(got).toEqual(cells.map(([cell, status]) => line(cell, status)));
  for (const host of ['hostA', 'hostB']) {
    const [another, missing] = [said.get(`${host} another`), said.get(`${host} missing`)];
    if (another !== undefined && missing !== undefined) expect(another).toBe(missing);
  }
}

const forEach = (statusOf: (caller: Caller) => number): (readonly [Cell, number])[] =>
  callers.map((caller) => [{ caller, which: null }, statusOf(caller)]);

describe('routes', () => {
  test('each allowed one is there and has a row, and each row is for one that is there', () => {
    const entries = [...allowed].filter((route) =>
      /^\w+ \/content-manager\/(collection-types|relations)\//.test(route),
    );
    const uploads = ['POST /upload', 'POST /upload/files', 'DELETE /upload/files/:id'];
    const rows = [...Object.keys(openTable), ...Object.keys(fileTable), ...leftOut, ...uploads, ...entries];
    expect(rows.sort()).toEqual([...allowed].sort());
    const known = [...rows, ...Object.keys(doorlessRoutes), ...Object.keys(buttonTable)];
    expect(known.filter((route) => !routes.includes(route))).toEqual([]);
    expect(routes.filter((route) => / \/casita\//.test(route))).toEqual(Object.keys(buttonTable).sort());
  });

  test('without sign-in: what they answer to everybody', async () => {
    for (const [route, status] of Object.entries(doorlessRoutes)) {
      const [method = '', path = ''] = route.split(' ');
      // Strapi takes five tries of a password in five minutes.
      for (const caller of ['nobody', 'guest', 'hostA', 'moderator'] as const) {
        const { status: got } = await doors.call(caller, method, path, method === 'GET' ? undefined : {});
        expect([route, caller, got]).toEqual([route, caller, status]);
      }
    }
  });

  test.each(Object.entries(openTable))('%s', async (route, row) => {
    const [method = '', path = ''] = route.split(' ');
    const cells = forEach((caller) => {
      const role = roleOf(caller);
      return role === 'none' ? 401 : row[role];
    });
    await expectCells(cells, ({ caller }) => doors.call(caller, method, row.path ?? path, row.body));
  });

  test('all others are closed to hosts and moderators, and to who is not signed in', async () => {
    const isNamed = (route: string) => allowed.has(route) || route in doorlessRoutes || route in buttonTable;
    const closed = routes.filter((route) => !isNamed(route));
    expect(closed.length).toBeGreaterThan(100);
    for (const route of closed) {
      const [method = '', path = ''] = route.split(' ');
      const body = method === 'GET' ? undefined : {};
      const statuses: number[] = [];
      for (const caller of ['nobody', 'guest', 'hostA', 'moderator'] as const) {
        const entry = path.replace(':model', 'api::property.property').replace(/:\w+/g, missingId);
        statuses.push((await doors.call(caller, method, entry, body)).status);
      }
      expect([route, ...statuses]).toEqual([route, 401, 401, 403, 403]);
    }
  }, 120_000);
});

describe('buttons and files', () => {
  const cellsOf = (row: Omit<ThingRow, 'uid'>): (readonly [Cell, number])[] =>
    callers.flatMap((caller) =>
      kinds.map((which): readonly [Cell, number] => {
        const role = roleOf(caller);
        const told = role === 'none' ? 401 : row[role];
        return [{ caller, which }, typeof told === 'number' ? told : told[which]];
      }),
    );

  test.each(Object.entries(buttonTable))('%s', async (route, row) => {
    if (row.uid === 'api::booking.booking') await doors.world.sql.query(`update bookings set state = 'declined'`);
    const [method = '', path = ''] = route.split(' ');
    await expectCells(cellsOf(row), (cell) =>
      doors.call(
        cell.caller,
        method,
        path.replace(':id', idFor(doors, cell, row.uid)),
        method === 'GET' ? undefined : (row.body ?? {}),
      ),
    );
  });

  test.each(Object.entries(fileTable))('%s', async (route, row) => {
    const [method = '', path = ''] = route.split(' ');
    await expectCells(cellsOf(row), (cell) => {
      const id = cell.which === 'missing' ? '999999' : String(sideOf(doors, cell).fileId);
      return doors.call(cell.caller, method, path.replace(':id', id), row.body ?? (method === 'GET' ? undefined : {}));
    });
  });

  test.each(['POST /upload', 'POST /upload/files'])('%s', async (route) => {
    const statuses = { none: 401, host: 400, moderator: 403, superAdmin: 400 };
    await expectCells(
      forEach((caller) => statuses[roleOf(caller)]),
      ({ caller }) => doors.call(caller, 'POST', route.replace('POST ', ''), {}),
    );
  });

  test('DELETE /upload/files/:id', async () => {
    const one = async (cell: Cell) => {
      const { adminId } = sideOf(doors, cell);
      const file = await insert(doors.world.sql, 'files', {
        ...{ name: 'gone.jpg', hash: 'gone', ext: '.jpg', mime: 'image/jpeg', size: 1, url: '/uploads/gone.jpg' },
        ...{ provider: 'local', folder_path: '/', created_by_id: adminId },
      });
      return String(file.id);
    };
    const row = {
      host: { own: 200, another: 404, missing: 404 },
      moderator: 403,
      superAdmin: { own: 200, another: 200, missing: 404 },
    };
    await expectCells(cellsOf(row), async (cell) =>
      doors.call(cell.caller, 'DELETE', `/upload/files/${cell.which === 'missing' ? '999999' : await one(cell)}`),
    );
  });
});

describe('content types', () => {
  test('each has its row', () => {
    expect(live.contentTypes.map(({ uid }) => uid).sort()).toEqual(Object.keys(typeTable).sort());
  });

  test('what a host or moderator may read has an entry to try it with', () => {
    for (const [uid, { host, moderator }] of Object.entries(typeTable))
      if (host ?? moderator) expect([uid, doors.world.a.entry[uid] !== undefined]).toEqual([uid, true]);
  });

  describe.each(Object.entries(typeTable))('%s', (uid, row) => {
    const entries = `/content-manager/collection-types/${uid}`;
    const asked = callers.filter((caller) => roleOf(caller) !== 'superAdmin' || row.superAdmin !== undefined);
    const everyCell = (does: Does) =>
      asked
        .flatMap((caller) =>
          kinds.map((which): readonly [Cell, number] => [{ caller, which }, expected(row, caller, which, does)]),
        )
        .filter(([{ which }]) => which === 'missing' || doors.world.a.entry[uid] !== undefined);

    test('list', async () => {
      const cells = asked.map((caller): readonly [Cell, number] => [
        { caller, which: null },
        allOrNone(row, caller, 'read', 200),
      ]);
      await expectCells(cells, ({ caller }) => doors.call(caller, 'GET', entries));
    });

    test('open', () =>
      expectCells(everyCell('read'), (cell) =>
        doors.call(cell.caller, 'GET', `${entries}/${idFor(doors, cell, uid)}`),
      ));

    test('update', () =>
      expectCells(everyCell('update'), (cell) =>
        doors.call(cell.caller, 'PUT', `${entries}/${idFor(doors, cell, uid)}`, {}),
      ));

    test('create', async () => {
      // An empty form says who is let through to the rules of the type.
      const cells = asked.map((caller): readonly [Cell, number] => [
        { caller, which: null },
        allOrNone(row, caller, 'create', caller === 'superAdmin' ? (row.empty ?? 400) : 400),
      ]);
      await expectCells(cells, ({ caller }) => doors.call(caller, 'POST', entries, {}));
    });

    test('delete', () =>
      expectCells(everyCell('remove'), async (cell) =>
        doors.call(cell.caller, 'DELETE', `${entries}/${await removable(uid, cell)}`),
      ));

    test('pickers', async () => {
      const { relations = [] } = live.contentTypes.find((type) => type.uid === uid) ?? {};
      for (const field of relations.filter((name) => !bookkeeping.includes(name))) {
        const base = `/content-manager/relations/${uid}`;
        const alone = asked.map((caller): readonly [Cell, number] => [
          { caller, which: null },
          pickStatus(row, caller, field, null),
        ]);
        await expectCells(alone, ({ caller }) => doors.call(caller, 'GET', `${base}/${field}`));
        const inEntry = everyCell('read').map(([cell]): readonly [Cell, number] => [
          cell,
          pickStatus(row, cell.caller, field, cell.which),
        ]);
        await expectCells(inEntry, (cell) =>
          doors.call(cell.caller, 'GET', `${base}/${idFor(doors, cell, uid)}/${field}`),
        );
      }
      for (const field of relations.filter((name) => bookkeeping.includes(name)))
        for (const caller of ['hostA', 'moderator'] as const)
          expect([
            field,
            (await doors.call(caller, 'GET', `/content-manager/relations/${uid}/${field}`)).status,
          ]).toEqual([field, 403]);
    });
  });
});

/** Who wrote an entry is nobody's to look up by a picker. */
const bookkeeping = ['createdBy', 'updatedBy', 'localizations'];

type Does = 'read' | 'create' | 'update' | 'remove';

const rightsOf = (row: TypeRow, caller: Caller) => {
  const role = roleOf(caller);
  return role === 'none' ? null : (row[role]?.may ?? []);
};

function allOrNone(row: TypeRow, caller: Caller, does: Does, status: number): number {
  const rights = rightsOf(row, caller);
  if (rights === null) return 401;
  return rights.includes(does) ? status : 403;
}

/** Hosts and moderators are told of what they may not do with an entry that it is not there; of another's alike. */
function expected(row: TypeRow, caller: Caller, which: Which, does: Does): number {
  const rights = rightsOf(row, caller);
  if (rights === null) return 401;
  if (!rights.includes('read')) return 403;
  const isKept = caller !== 'superAdmin';
  if (!rights.includes(does)) return isKept ? 404 : 403;
  if (which === 'missing') return 404;
  return roleOf(caller) === 'host' && which === 'another' && row.shared !== true ? 404 : 200;
}

function pickStatus(row: TypeRow, caller: Caller, field: string, which: Which | null): number {
  const role = roleOf(caller);
  if (role === 'none') return 401;
  if (!row[role]?.pick?.includes(field)) return 403;
  return which === null ? 200 : expected(row, caller, which, 'read');
}

/** An entry that nothing else depends on, where one can go; else the one that there is. */
async function removable(uid: string, cell: Cell): Promise<string> {
  const { sql } = doors.world;
  const side = sideOf(doors, cell);
  const property = side.entry['api::property.property']?.id;
  const made: Readonly<Record<string, () => Promise<{ documentId: string }>>> = {
    'api::photo-use.photo-use': () => insert(sql, 'photo_uses', { property_id: property, position: 9 }),
    'api::calendar-range.calendar-range': () =>
      insert(sql, 'calendar_ranges', {
        ...{ property_id: property, first_night: '2028-03-01', last_night: '2028-03-03', closed: true, source: 'host' },
      }),
    'api::amenity.amenity': () => insert(sql, 'amenities', { code: `gone-${cell.caller}-${cell.which}`, name: 'Gone' }),
    'api::host-profile.host-profile': () => insert(sql, 'host_profiles', { display_name: 'Gone' }),
  };
  const make = made[uid];
  const isSomebodyElses = roleOf(cell.caller) === 'host' && uid === 'api::host-profile.host-profile';
  if (cell.which === 'missing' || !make || isSomebodyElses) return idFor(doors, cell, uid);
  return (await make()).documentId;
}
