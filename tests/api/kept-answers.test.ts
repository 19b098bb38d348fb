import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, nightOf } from '../../src/domain/night';
import { lineTo, type BrokenLine } from './support/broken-line';
import { call, graphql } from './support/client';
import { read, startTwoApps, until, type Shown, type TwoApps } from './support/two-apps';
import { wrongReads } from './support/reads-under-load';
import { place } from './support/stays';

/** What is read of a home is kept; whoever writes, and through whatever door, the next reader sees it. */

let world: TwoApps;
let home: string;
/** On which both hear of changes. */
let line: BrokenLine;
beforeAll(async () => {
  world = await startTwoApps(async (databaseUrl) => {
    line = await lineTo(databaseUrl);
    return { DATABASE_LISTEN_URL: line.url };
  });
  home = world.home.documentId;
});
afterAll(async () => {
  await world.stop();
  await line.cut();
});

const today = nightOf(new Date().toISOString().slice(0, 10));
const page = () => `/api/properties/${home}?populate=*`;
const availability = () => `/api/properties/${home}/availability?from=${today}&to=${addDays(today, 300)}`;
const reviews = () => `/api/properties/${home}/reviews`;
const sql = (text: string, values: readonly unknown[] = [home]) => world.db.query(text, values);
const ofHome = '(select id from properties where document_id = $1)';

/** Reads with both, writes through the first, and reads again. @returns what the first shows now, at once */
async function seenByBoth(path: string, write: () => Promise<unknown>): Promise<string> {
  const before = await keptByBoth(path);
  await write();
  const after = await read(world.one, path);
  expect(after).not.toEqual(before);
  expect(await until(async () => (await read(world.other, path)).text === after.text)).toBeLessThan(100);
  await sameByGraphql();
  return after.text;
}

/** The same for what no instance has written: each hears of it. */
async function heardByBoth(path: string, write: () => Promise<unknown>): Promise<string> {
  const before = await keptByBoth(path);
  await write();
  const hears = (app: TwoApps['one']) => until(async () => (await read(app, path)).text !== before.text);
  for (const ms of await Promise.all([hears(world.one), hears(world.other)])) expect(ms).toBeLessThan(100);
  const after = await read(world.one, path);
  expect(await read(world.other, path)).toEqual(after);
  await sameByGraphql();
  return after.text;
}

const nightsShown =
  '{ currency timeZone nights { night free price minNights maxNights minNightsThrough closedToArrival closedToDeparture } }';

/** What GraphQL keeps of the home, and gives out again of what REST keeps, is as new. */
async function sameByGraphql(): Promise<void> {
  const own =
    '{ name houseRules { partiesAllowed } host { displayName about } amenities { code name } rating { mean count } photos { url caption } }';
  const nights = `from: "${today}", to: "${addDays(today, 300)}"`;
  for (const app of [world.one, world.other]) {
    const shown = JSON.parse((await read(app, page())).text).data;
    const { body } = await graphql(app, `{ property(documentId: "${home}") ${own} }`);
    if (body.data.property) expect(shown).toMatchObject(body.data.property);
    else expect(shown).toBeNull();
    const calendar = JSON.parse((await read(app, availability())).text);
    const twin = await graphql(app, `{ propertyAvailability(id: "${home}", ${nights}) ${nightsShown} }`);
    expect(calendar.data).toEqual(twin.body.data?.propertyAvailability ?? null);
  }
}

async function keptByBoth(path: string): Promise<Shown> {
  const before = await read(world.one, path);
  expect(await read(world.one, path)).toEqual(before);
  expect(await read(world.other, path)).toEqual(before);
  return before;
}

async function asked(method: string, path: string, body: unknown, token: string): Promise<void> {
  const answer = await call(world.one, method, path, { body, token });
  expect([path, answer.status, answer.status < 300 ? '' : answer.body]).toEqual([path, expect.any(Number), '']);
}

const inPanel = async (method: string, uid: string, documentId: string, body: unknown) => {
  const path = `/content-manager/collection-types/${uid}/${documentId}`;
  const { status, text } = await world.operator.call(method, path, body);
  expect([status, text]).toEqual([200, expect.any(String)]);
};

describe('a write is seen at once by its own instance, and within 100 ms by another', () => {
  test('by REST: a listing', async () => {
    const rename = () => asked('PUT', `/api/properties/${home}`, { name: 'Named by REST' }, world.host.token);
    expect(await seenByBoth(page(), rename)).toContain('Named by REST');
    const rules = { houseRules: { partiesAllowed: true } };
    const change = () => asked('PUT', `/api/properties/${home}`, rules, world.host.token);
    expect(await seenByBoth(page(), change)).toContain('"partiesAllowed":true');
  });

  test('by REST: its calendar', async () => {
    const ranges = [{ firstNight: addDays(today, 200), lastNight: addDays(today, 210), price: 54_321 }];
    const paint = () => asked('PUT', `/api/properties/${home}/calendar`, { ranges }, world.host.token);
    expect(await seenByBoth(availability(), paint)).toContain('54321');
  });

  test('by GraphQL: its calendar', async () => {
    const mutation = `mutation ($id: ID!, $ranges: [CalendarRangeInput!]!) { updateCalendar(id: $id, input: { ranges: $ranges }) { firstNight } }`;
    const paint = async () => {
      const ranges = `[{ firstNight: "${addDays(today, 220)}", lastNight: "${addDays(today, 230)}", price: 65432 }]`;
      const text = mutation
        .replace(/\(\$id.*?\) \{/, '{')
        .replace('$id', `"${home}"`)
        .replace('$ranges', ranges);
      const { body } = await graphql(world.one, text, {}, world.host.token);
      expect(body.errors).toBeUndefined();
    };
    expect(await seenByBoth(availability(), paint)).toContain('65432');
  });

  test('by a booking, and by the job that ends it', async () => {
    const stay = { checkIn: addDays(today, 100), checkOut: addDays(today, 103) };
    const taken = await seenByBoth(availability(), () => place(world.one, world.guest.token, home, stay));
    const free = await seenByBoth(availability(), async () => {
      const moved = await call(world.one, 'POST', '/sandbox/clock', { body: { advance: 'PT20M' } });
      expect(moved.status).toBe(200);
    });
    expect(free.match(/"free":true/g)).toHaveLength((taken.match(/"free":true/g)?.length ?? 0) + 3);
  });

  test('by the clock of the sandbox: what is kept of a home is of the time that it is', async () => {
    const path = `/api/properties/${home}/availability?from=${today}&to=${addDays(today, 10)}`;
    const others = [page(), reviews()];
    const before = await Promise.all(others.map((other) => keptByBoth(other)));
    const freeOn = (text: string) =>
      (JSON.parse(text).data.nights as { night: string; free: boolean }[])
        .filter(({ free }) => free)
        .map(({ night }) => night);
    expect(freeOn((await read(world.one, path)).text)).toContain(addDays(today, 3));
    const later = await seenByBoth(path, async () => {
      const moved = await call(world.one, 'POST', '/sandbox/clock', { body: { advance: 'P4D' } });
      expect(moved.status).toBe(200);
    });
    // The home's zone may be a day behind or before.
    const free = freeOn(later);
    expect(free.filter((night) => night < addDays(today, 3))).toEqual([]);
    expect(free).toContain(addDays(today, 6));
    // In a right answer of the next minute too, and in what does not hang on time.
    expect(await Promise.all(others.map((other) => keptByBoth(other)))).toEqual(before);
  });

  test('by the panel: the home, its host, an amenity', async () => {
    const uid = 'api::property.property';
    const { body } = await world.operator.call('GET', `/content-manager/collection-types/${uid}/${home}`);
    const rename = () =>
      inPanel('PUT', uid, home, { name: 'Named in the panel', prices: { ...body.data.prices, base: '12345' } });
    const renamed = await seenByBoth(page(), rename);
    expect(renamed).toContain('Named in the panel');
    expect(
      await seenByBoth(availability(), () =>
        inPanel('PUT', uid, home, { prices: { ...body.data.prices, base: '23456' } }),
      ),
    ).toContain('23456');
    const [host] = await sql(
      'select h.document_id from host_profiles h join properties p on p.host_id = h.id where p.document_id = $1',
    );
    const about = () =>
      inPanel('PUT', 'api::host-profile.host-profile', String(host?.['document_id']), { about: 'Told in the panel' });
    expect(await seenByBoth(page(), about)).toContain('Told in the panel');
    const made = await world.operator.call('POST', '/content-manager/collection-types/api::amenity.amenity', {
      code: 'sauna',
      name: 'Sauna',
    });
    const amenity = made.body.data.documentId as string;
    await seenByBoth(page(), () => asked('PUT', `/api/properties/${home}`, { amenities: ['sauna'] }, world.host.token));
    expect(
      await seenByBoth(page(), () => inPanel('PUT', 'api::amenity.amenity', amenity, { name: 'Steam' })),
    ).toContain('Steam');
  });

  const pictures = `with file as (
      insert into files (document_id, name, url, width, height, formats, hash, mime, provider)
      values ('picture', 'a', '/uploads/first.jpg', 10, 10, '{}', 'h', 'image/jpeg', 'local') returning id
    ), used as (
      insert into photo_uses (document_id, property_id, caption, position) values ('use', ${ofHome}, 'The first', 0) returning id
    )
    insert into files_related_mph (file_id, related_id, related_type, field, "order")
    select file.id, used.id, 'api::photo-use.photo-use', 'file', 1 from file, used`;
  const review = `insert into reviews (document_id, property_id, side, state, author_name, overall, body, visible_at, created_at)
    values ('a-review', ${ofHome}, 'guest', 'published', 'Bo', 5, 'Quiet nights', now(), now())`;
  test.each([
    ['a home', page, `update properties set name = 'Named by SQL' where document_id = $1`, 'Named by SQL'],
    ['a picture', page, pictures, 'first.jpg'],
    ['its caption', page, `update photo_uses set caption = 'The second' where property_id = ${ofHome}`, 'The second'],
    ['its file', page, `update files set url = '/uploads/second.jpg' where $1 <> ''`, 'second.jpg'],
    ['a picture less', page, `delete from files_related_mph where $1 <> ''`, '"photos":[]'],
    [
      'its host',
      page,
      `update host_profiles set about = 'Told by SQL' where id = (select host_id from properties where document_id = $1)`,
      'Told by SQL',
    ],
    ['its amenities', page, `delete from properties_amenities_lnk where property_id = ${ofHome}`, '"amenities":[]'],
    ['its calendar', availability, `update calendar_ranges set price = 11111 where property_id = ${ofHome}`, '11111'],
    ['its rating', page, `update search_property set rating_count = 77 where document_id = $1`, '"count":77'],
    ['a review', reviews, review, 'Quiet nights'],
    ['a reply', reviews, `update reviews set reply = 'Come again' where property_id = ${ofHome}`, 'Come again'],
    ['a hidden review', reviews, `update reviews set state = 'hidden' where property_id = ${ofHome}`, '"data":[]'],
  ])('by SQL: %s', async (_what, path, text, shows) => {
    expect(await heardByBoth(path(), () => sql(text))).toContain(shows);
  });

  test('a home that is taken down is gone at once, and back when it is put up', async () => {
    for (const path of [page(), availability(), reviews()]) {
      await seenByBoth(path, () => asked('POST', `/api/properties/${home}/unpublish`, undefined, world.host.token));
      expect((await read(world.one, path)).status).toBe(404);
      await seenByBoth(path, () => asked('POST', `/api/properties/${home}/publish`, undefined, world.host.token));
      await heardByBoth(path, () => sql(`update properties set state = 'unpublished' where document_id = $1`));
      expect((await read(world.one, path)).status).toBe(404);
      await heardByBoth(path, () => sql(`update properties set state = 'published' where document_id = $1`));
    }
  });

  test('what the public may read: a right less, and its answers are gone', async () => {
    const grant = `from up_permissions where action = 'api::property.property.findOne'`;
    const taken = await sql(`select * ${grant}`, []);
    expect(taken.length).toBeGreaterThan(0);
    const refused = await heardByBoth(page(), () =>
      sql(
        `update up_permissions set action = 'api::gone.gone.find' where action = 'api::property.property.findOne'`,
        [],
      ),
    );
    expect(JSON.parse(refused).error.status).toBe(403);
    await sql(
      `update up_permissions set action = 'api::property.property.findOne' where action = 'api::gone.gone.find'`,
      [],
    );
  });

  test('many homes in one statement are one notice, and none is missed', async () => {
    const homes = await Promise.all(Array.from({ length: 3 }, () => world.makeHome()));
    const paths = homes.map(({ documentId }) => `/api/properties/${documentId}`);
    for (const path of paths) await read(world.one, path);
    await sql(`update properties set name = 'All of them' where document_id = any($1::text[])`, [
      homes.map(({ documentId }) => documentId),
    ]);
    await until(async () => (await read(world.one, paths[0] as string)).text.includes('All of them'));
    for (const path of paths) expect((await read(world.one, path)).text).toContain('All of them');
  });
});

describe('what is kept', () => {
  test('it is kept: what the database is kept from telling stays unseen', async () => {
    await read(world.one, page());
    await world.db.transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      await tx.query(`update properties set name = 'Unheard of' where document_id = $1`, [home]);
    });
    expect((await read(world.one, page())).text).not.toContain('Unheard of');
    await sql(`update properties set name = 'Heard of' where document_id = $1`);
    expect(await until(async () => (await read(world.one, page())).text.includes('Heard of'))).toBeLessThan(100);
  });

  test('with a tag; asked again with it, it is not sent again', async () => {
    for (const path of [page(), availability(), reviews()]) {
      const first = await call(world.one, 'GET', path);
      const etag = first.headers.get('etag') ?? '';
      expect([first.status, etag]).toEqual([200, expect.stringMatching(/^"[\w-]{43}"$/)]);
      expect(first.headers.get('cache-control')).toBe('public, no-cache');
      for (const tags of [etag, `"other", W/${etag}`, '*']) {
        const again = await fetch(world.other.url + path, { headers: { 'if-none-match': tags } });
        expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
      }
      expect((await fetch(world.one.url + path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
      const head = await fetch(world.one.url + path, { method: 'HEAD' });
      expect([head.headers.get('etag'), head.headers.get('content-length')]).toEqual([
        etag,
        first.headers.get('content-length'),
      ]);
    }
  });
});

describe('when the connection that listens is lost', () => {
  const listening = `from pg_stat_activity where application_name = 'casita-changes' and datname = current_database()`;

  test('nothing is kept until there is another, and every answer is right', async () => {
    const disturb = (write: number) =>
      write % 2 === 1 ? sql(`select pg_terminate_backend(pid) ${listening}`, []) : sleep(300);
    expect(await wrongReads(world, 10, disturb)).toEqual([]);
    expect(world.one.log()).toContain('Changes are not heard');
    expect(await until(async () => (await sql(`select pid ${listening}`, [])).length === 2)).toBeLessThan(5_000);
  });

  const heard = async (app: TwoApps['one']) => {
    const { body } = await call(app, 'GET', '/metrics');
    return /^casita_changes_heard (\d)$/m.exec(String(body))?.[1] === '1';
  };

  test('one that is open and dead is found out within a second, and nothing old is given out from then on', async () => {
    const versionIn = async (app: TwoApps['one']) => JSON.parse((await read(app, page())).text).data.name as string;
    await keptByBoth(page());
    line.freeze();
    try {
      await sql(`update properties set name = 'Frozen 0' where document_id = $1`);
      const knows = (app: TwoApps['one']) => until(async () => (await versionIn(app)) === 'Frozen 0');
      for (const ms of await Promise.all([knows(world.one), knows(world.other)])) expect(ms).toBeLessThan(1_500);
      // Through doubt, loss and the connections that are tried in vain.
      for (let version = 1; version <= 30; version += 1) {
        await sql(`update properties set name = $2 where document_id = $1`, [home, `Frozen ${version}`]);
        expect(await Promise.all([world.one, world.other].map(versionIn))).toEqual(Array(2).fill(`Frozen ${version}`));
        await sleep(100);
      }
      await asked('PUT', `/api/properties/${home}`, { name: 'Written while frozen' }, world.host.token);
      expect(await versionIn(world.one)).toBe('Written while frozen');
      expect([await heard(world.one), await heard(world.other)]).toEqual([false, false]);
    } finally {
      line.thaw();
    }
    const mended = (app: TwoApps['one']) => until(() => heard(app));
    for (const ms of await Promise.all([mended(world.one), mended(world.other)])) expect(ms).toBeLessThan(5_000);
    expect(
      await heardByBoth(page(), () => sql(`update properties set name = 'Thawed' where document_id = $1`)),
    ).toContain('Thawed');
  });

  test('one that says nothing for a moment is doubted, and believed again', async () => {
    await keptByBoth(page());
    line.freeze();
    await sql(`update properties set name = 'Said late' where document_id = $1`);
    await sleep(1_200);
    for (const app of [world.one, world.other]) expect((await read(app, page())).text).toContain('Said late');
    line.thaw();
    const mended = await until(async () => (await heard(world.one)) && (await heard(world.other)));
    expect(mended).toBeLessThan(5_000);
    expect(
      await heardByBoth(page(), () => sql(`update properties set name = 'Said at once' where document_id = $1`)),
    ).toContain('Said at once');
  });
});
