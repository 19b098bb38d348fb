import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import type { Database } from '../../src/adapters/postgres/sql';
import { apiClient, makeApiAccount, type ApiAccount } from '../services/support/api-client';
import { startApp, type AppProcess } from '../services/support/app-process';
import { openTestDatabase } from '../services/support/test-database';
import { makeHome } from '../services/support/world';
import { call, graphql, hasHeard, reasonsOf } from './support/client';
import { relations } from './support/relations-of-homes';
import { until } from './support/two-apps';

/** Strapi's generated lists of homes over REST: the same as Strapi's own, at another cost, with counts that are kept. */

const HOMES = 12;
const TIMEOUT_MS = 400;
const folder = mkdtempSync(join(tmpdir(), 'casita-lists-'));
const statementsFile = join(folder, 'statements.jsonl');

let app: AppProcess;
let db: Database;
let host: ApiAccount;
let ids: readonly string[];
beforeAll(async () => {
  const recorder = resolve(__dirname, '../bench/record-statements.mjs');
  app = await startApp({
    env: {
      WORKERS: 'apart',
      LIST_TIMEOUT_MS: String(TIMEOUT_MS),
      BENCH_RECORD_FILE: statementsFile,
      NODE_OPTIONS: `--import ${recorder}`,
    },
  });
  db = openTestDatabase(app.database.url);
  const writer = { db, clock: systemClock } as unknown as Casita;
  const { hostId } = await makeHome(writer);
  for (let n = 1; n < HOMES; n += 1) await makeHome(writer, n % 3 === 0 ? { roomType: 'private_room' } : {});
  await db.query(relations);
  host = await makeApiAccount(db, apiClient(app.url), hostId);
  const rows = await db.query<{ document_id: string }>('select document_id from properties order by id');
  ids = rows.map(({ document_id }) => document_id);
  await hasHeard(app);
});
afterAll(async () => {
  await db?.close();
  await app?.end();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers = {}) => call(app, 'GET', path, { headers });

const populates = [
  'populate=*',
  'populate=host',
  'populate=host,amenities',
  'populate[0]=host&populate[1]=amenities',
  'populate[0]=host.photo&populate[1]=prices',
  'populate[host]=true&populate[amenities]=true&populate[address]=true',
  'populate[host][fields][0]=displayName&populate[amenities][fields][0]=code',
  'populate[host][populate]=photo',
  'populate[host][populate][photo]=true&populate[capacity][fields][0]=maxGuests',
  'populate[host]=false',
  'populate[host]=*',
  'fields[0]=name&populate[0]=amenities',
  '',
];

/** Strapi reads one home by its id as it reads a list; ours is in lists alone. */
async function sameAsOneByOne(query: string, headers = {}): Promise<void> {
  const list = await get(`/api/properties?${query}&sort=id`, headers);
  const one = await get(`/api/properties/${ids[0]}?${query}`, headers);
  expect([query, list.status]).toEqual([query, one.status]);
  if (one.status !== 200) return expect([query, reasonsOf(list)]).toEqual([query, reasonsOf(one)]);
  const each = await Promise.all(
    ids.map(async (id) => (await get(`/api/properties/${id}?${query}`, headers)).body.data),
  );
  expect([query, list.body.data]).toEqual([query, each]);
}

describe('a list holds what its homes do one by one', () => {
  test.each(populates)('with ?%s', (query) => sameAsOneByOne(query));

  test.each([{ 'strapi-response-format': 'v4' }, { 'strapi-encode-source-maps': 'true' }])(
    'in one shape, and so do they, whoever asks first: %j',
    async (headers) => {
      await db.query('update properties set updated_at = now()');
      await hasHeard(app);
      await sameAsOneByOne('populate[0]=host&populate[1]=amenities', headers);
      const page = await get(`/api/properties/${ids[0]}?populate[0]=host&populate[1]=amenities`);
      expect(page.body.data).toMatchObject({
        documentId: ids[0],
        name: expect.stringMatching(/^Test home \d+$/),
        host: { displayName: 'Ana' },
      });
    },
  );

  test.each(['host-profile', 'amenity'])('for those who may not read %s', async (type) => {
    const moved = (from: string, to: string) =>
      db.query(`update up_permissions set action = replace(action, $1, $2) where action like $1 || '%'`, [from, to]);
    await moved(`api::${type}.`, `api::gone-${type}.`);
    await hasHeard(app);
    try {
      for (const query of populates.filter((each) => !/capacity|=false/.test(each))) await sameAsOneByOne(query);
    } finally {
      await moved(`api::gone-${type}.`, `api::${type}.`);
      await hasHeard(app);
    }
  });

  test('and as many statements, however many homes there are', async () => {
    for (const pageSize of [2, HOMES])
      for (const populate of ['host,amenities', '*', 'host.photo'])
        await get(`/api/properties?populate=${populate}&pagination[pageSize]=${pageSize}`, {
          'x-bench-record': `${populate} ${pageSize}`,
        });
    const counted = new Map<string, number>();
    await until(async () => {
      const lines = readFileSync(statementsFile, 'utf8').trimEnd().split('\n');
      for (const line of lines) {
        const { name, waves } = JSON.parse(line) as { name: string; waves: { text: string }[][] };
        // The count of homes is kept from the second page on.
        counted.set(
          name,
          waves.flat().filter(({ text }) => /^\s*(select|with)/i.test(text) && !text.includes('count(')).length,
        );
      }
      return counted.size === 6;
    });
    for (const [populate, most] of [
      ['host,amenities', 6],
      ['*', 13],
      ['host.photo', 7],
    ] as const) {
      const [few, many] = [counted.get(`${populate} 2`), counted.get(`${populate} ${HOMES}`)];
      expect([populate, many]).toEqual([populate, few]);
      expect(many).toBeLessThanOrEqual(most);
    }
  });
});

describe('the count of a list', () => {
  const total = async (query = '') => {
    const { body } = await get(`/api/properties?pagination[pageSize]=1&fields[0]=name${query}`);
    return body.meta.pagination.total as number;
  };
  const totalByGraphql = async (filters = '') => {
    const { body } = await graphql(app, `{ properties_connection${filters} { pageInfo { total } } }`);
    return body.data.properties_connection.pageInfo.total as number;
  };
  const privateRooms = '&filters[roomType][$eq]=private_room';
  const counts = async () => [
    await total(),
    await totalByGraphql(),
    await total(privateRooms),
    await totalByGraphql('(filters: { roomType: { eq: "private_room" } })'),
    await total(`&filters[name][$ne]=nothing`),
  ];
  const expected = (all: number, rooms: number) => [all, all, rooms, rooms, all];
  const unheard = (text: string) =>
    db.transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      await tx.query(text, [ids[0]]);
    });

  test('is right at once after a home is taken down or put up', async () => {
    expect(await counts()).toEqual(expected(HOMES, 3));
    const moves = [
      ['unpublish', HOMES - 1],
      ['publish', HOMES],
    ] as const;
    for (const [move, there] of moves) {
      const moved = await call(app, 'POST', `/api/properties/${ids[0]}/${move}`, { token: host.token });
      expect(moved.status).toBeLessThan(300);
      expect(await counts()).toEqual(expected(there, 3));
    }
  });

  test.each([
    ['another room type', `update properties set room_type = 'private_room' where document_id = $1`, HOMES, 4],
    ['back again', `update properties set room_type = 'entire_home' where document_id = $1`, HOMES, 3],
    ['taken down', `update properties set state = 'unpublished' where document_id = $1`, HOMES - 1, 3],
    ['put up', `update properties set state = 'published' where document_id = $1`, HOMES, 3],
    [
      'many at once',
      `update properties set state = 'draft' where $1 <> '' and room_type = 'private_room'`,
      HOMES - 3,
      0,
    ],
    ['and back', `update properties set state = 'published' where $1 <> '' and room_type = 'private_room'`, HOMES, 3],
  ])('hears of what SQL has written: %s', async (_what, text, all, rooms) => {
    await counts();
    await db.query(text, [ids[0]]);
    await hasHeard(app);
    expect(await counts()).toEqual(expected(all, rooms));
  });

  test('is kept, but for filters that no notice is sent of, until there is a notice that changes it', async () => {
    await counts();
    await unheard(`update properties set state = 'unpublished' where document_id = $1`);
    expect(await counts()).toEqual([HOMES, HOMES, 3, 3, HOMES - 1]);
    // A home with another name is counted as before.
    await db.query(`update properties set name = 'Renamed' where document_id = $1`, [ids[1]]);
    await hasHeard(app);
    expect(await counts()).toEqual([HOMES, HOMES, 3, 3, HOMES - 1]);
    await db.query(`update properties set state = 'published' where document_id = $1`, [ids[0]]);
    await hasHeard(app);
    expect(await counts()).toEqual(expected(HOMES, 3));
  });
});

describe('the count of hosts', () => {
  const total = async (query = '') => {
    const { body } = await get(`/api/host-profiles?pagination[pageSize]=1${query}`);
    return body.meta.pagination.total as number;
  };
  const totalByGraphql = async (filters = '') => {
    const { body } = await graphql(app, `{ hostProfiles_connection${filters} { pageInfo { total } } }`);
    return body.data.hostProfiles_connection.pageInfo.total as number;
  };
  const counts = async () => [
    await total(),
    await totalByGraphql(),
    await total('&filters[superhost][$eq]=true'),
    await totalByGraphql('(filters: { superhost: { eq: true } })'),
    await total('&filters[about][$null]=true'),
  ];
  const added = `insert into host_profiles (document_id, display_name, superhost) values ('told', 'Told', true)`;
  const gone = `delete from host_profiles where document_id = 'told'`;

  test('hears of what SQL has written, and is not that of homes', async () => {
    const [all = 0, , supers = 0] = await counts();
    const withOneMore = [all + 1, all + 1, supers + 1, supers + 1, all + 1];
    expect(await counts()).toEqual([all, all, supers, supers, all]);
    const steps: [string, number[]][] = [
      [added, withOneMore],
      [
        `update host_profiles set superhost = false where document_id = 'told'`,
        [all + 1, all + 1, supers, supers, all + 1],
      ],
      [`update host_profiles set superhost = true where document_id = 'told'`, withOneMore],
      [gone, [all, all, supers, supers, all]],
    ];
    for (const [text, expected] of steps) {
      await db.query(text);
      await hasHeard(app);
      expect(await counts()).toEqual(expected);
    }
  });

  test('is kept, but for filters that no notice is sent of, until there is a notice that changes it', async () => {
    const [all = 0, , supers = 0] = await counts();
    const before = [all, all, supers, supers, all + 1];
    await db.transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      await tx.query(added);
    });
    expect(await counts()).toEqual(before);
    // A host who says something else is counted as before; so are they when a home comes or goes.
    await db.query(`update host_profiles set location = 'Porto' where document_id = 'told'`);
    await db.query(`update properties set state = 'unpublished' where document_id = $1`, [ids[0]]);
    await db.query(`update properties set state = 'published' where document_id = $1`, [ids[0]]);
    await hasHeard(app);
    expect(await counts()).toEqual(before);
    await db.query(gone);
    await hasHeard(app);
    expect(await counts()).toEqual([all, all, supers, supers, all]);
  });
});

describe('a list that takes too long', () => {
  /** While it lasts nobody reads homes. */
  async function blocked<T>(work: () => Promise<T>): Promise<T> {
    return db.transaction(async (tx) => {
      await tx.query('lock table properties in access exclusive mode');
      return work();
    });
  }

  test('is a 503 that says when to come back, by REST and by GraphQL, and the connection is as it was', async () => {
    const lists = ['', '?populate=*', '?filters[name][$contains]=a', '?sort=name&pagination[withCount]=false'];
    await blocked(async () => {
      // More than there are connections: one that is left within its transaction would be missed.
      const asked = [...lists, ...lists, ...lists].map(async (query) => {
        const { status, headers, body } = await get(`/api/properties${query}`);
        expect([query, status, headers.get('retry-after')]).toEqual([query, 503, '5']);
        expect(body.error).toMatchObject({
          name: 'ServiceUnavailableError',
          details: { reasons: [{ code: 'database' }] },
        });
      });
      const queries = [
        '{ properties { name } }',
        '{ properties_connection(filters: { name: { contains: "a" } }) { pageInfo { total } } }',
      ];
      for (const query of queries) {
        const { body } = await graphql(app, query);
        expect(body.errors[0].extensions).toMatchObject({ code: 'UNAVAILABLE', status: 503, retryAfterSeconds: 5 });
      }
      await Promise.all(asked);
    });
    const again = await Promise.all([...lists, ...lists, ...lists].map((query) => get(`/api/properties${query}`)));
    expect(again.map(({ status }) => status)).toEqual(again.map(() => 200));
    expect((await graphql(app, '{ properties { name } }')).body.errors).toBeUndefined();
  });

  test('and its limit is for lists alone', async () => {
    const name = await blocked(async () => {
      const one = ids.slice(2).map((id) => get(`/api/properties/${id}?fields[0]=name`));
      await sleep(2 * TIMEOUT_MS);
      return one;
    });
    for (const { status } of await Promise.all(name)) expect(status).toBe(200);
  });
});
