import { request } from 'node:http';
import { allOperations } from '../../src/contract/operations';
import { frontOperations } from '../../src/front/front-operations';
import { addDays, nightOf } from '../../src/domain/night';
import { call } from './support/client';
import { hostileWorld, type HostileWorld } from './support/hostile-world';
import { liveRoutes, publicRoutes } from './support/live-routes';

/**
 * The front answers ahead of Strapi's stack; a path with a slash at its end means the same to Strapi's router, and is not the front's.
 * So each question can be asked both ways.
 */

let world: HostileWorld;
let home: string;
beforeAll(async () => {
  process.env['CORS_ORIGINS'] = 'https://app.example';
  world = await hostileWorld();
  delete process.env['CORS_ORIGINS'];
  home = world.home.documentId;
});
afterAll(() => world.stop());

interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** As it comes over the wire: fetch hides some headers, and repairs some addresses. */
function ask(path: string, method: string, headers: Readonly<Record<string, string>>): Promise<Seen> {
  const { hostname, port } = new URL(world.app.url);
  return new Promise((done, failed) => {
    const asked = request({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done(seen(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString())),
      );
    });
    asked.on('error', failed).end();
  });
}

const seen = (status: number, headers: Seen['headers'], body: string): Seen => {
  const { date: _date, 'x-request-id': id, ...rest } = headers;
  expect(id).toMatch(/^[\w.:-]{8,64}$/);
  return { status, headers: rest, body: body.replace(String(id), 'its id') };
};

async function bothWays(path: string, query = '', headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const front = await ask(path + query, method, headers);
  const strapi = await ask(`${path}/${query}`, method, headers);
  expect(front).toEqual(strapi);
  return front;
}

const today = nightOf(new Date().toISOString().slice(0, 10));
const nights = `?from=${today}&to=${addDays(today, 40)}`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('the same answer ahead of Strapi and through it', () => {
  test.each([
    ['/api/search', '', 200],
    ['/api/search', '?pageSize=1&amenities=wifi', 200],
    ['/api/search', '?amenities=wifi&amenities=pool', 400],
    ['/api/search', '?amenities[]=wifi', 400],
    ['/api/search', '?bbox[a][b]=1', 400],
    ['/api/search', '?pageSize', 400],
    ['/api/search', '?pageSize=%E0%A4%A', 400],
    ['/api/search', '?__proto__=1', 400],
    ['/api/search', '?constructor[x]=1', 400],
    ['/api/search', '?unknown=1', 400],
    ['/api/search', '?', 200],
    ['/api/search/map', '?bbox=-180,-90,180,90', 200],
    ['/api/search/map', '', 400],
    ['/api/cancellation-policies', '', 200],
    ['/api/cancellation-policies', '?a=b', 400],
    ['/api/me', '', 401],
    ['/api/bookings', '', 401],
    ['/api/bookings/none', '', 401],
  ])('%s%s: %i', async (path, query, status) => {
    expect((await bothWays(path, query)).status).toBe(status);
  });

  test('of a home', async () => {
    for (const [path, query, status] of [
      [`/api/properties/${home}/availability`, nights, 200],
      [`/api/properties/${home}/availability`, '', 400],
      [`/api/properties/${world.draft.documentId}/availability`, nights, 404],
      [`/api/properties/${'a'.repeat(24)}/availability`, nights, 404],
      ['/api/properties/none/availability', nights, 400],
      [`/api/properties/%61${'a'.repeat(23)}/availability`, nights, 404],
      ['/api/properties/%00/availability', nights, 400],
      [`/api/properties/${home}/reviews`, '', 200],
      [`/api/properties/${home}/reviews`, '?cursor=none', 400],
    ] as const) {
      expect([path, (await bothWays(path, query)).status]).toEqual([path, status]);
    }
  });

  test('a home itself: as Strapi has made it, and as it is kept', async () => {
    const path = `/api/properties/${home}`;
    const app = 'https://app.example';
    for (const query of [
      '',
      '?populate=*',
      '?populate[host][fields][0]=displayName',
      '?fields[0]=name&populate=prices',
    ]) {
      const made = await ask(path + query, 'GET', { origin: app });
      expect([made.status, made.headers['etag']]).toEqual([200, expect.stringMatching(/^"[\w-]{43}"$/)]);
      const [kept, head] = [
        await ask(path + query, 'GET', { origin: app }),
        await ask(path + query, 'HEAD', { origin: app }),
      ];
      expect(kept).toEqual(made);
      expect(head).toEqual({ ...made, body: '' });
      const { etag, 'cache-control': _cached, ...headers } = made.headers;
      const strapi = await ask(`${path}/${query}`, 'GET', { origin: app });
      expect(strapi).toEqual({ ...made, headers });
      expect((await ask(path + query, 'GET', { 'if-none-match': String(etag) })).status).toBe(304);
    }
    for (const [query, status] of [
      ['?populate=state', 400],
      ['?status=draft', 400],
      ['?__proto__=1', 400],
    ] as const)
      expect((await bothWays(path, query)).status).toBe(status);
    expect((await bothWays(`/api/properties/${world.draft.documentId}`)).status).toBe(404);
    expect((await bothWays(path, '', bearer('not.a.token'))).status).toBe(401);
  });

  test('for whoever asks', async () => {
    const { host, guest } = world;
    const calendar = `/api/host/properties/${home}/calendar`;
    expect((await bothWays('/api/me', '', bearer(guest.token))).status).toBe(200);
    expect((await bothWays('/api/bookings', '', bearer(guest.token))).status).toBe(200);
    expect((await bothWays('/api/search', '', bearer(guest.token))).status).toBe(200);
    expect((await bothWays('/api/search', '', bearer('not.a.token'))).status).toBe(401);
    expect((await bothWays('/api/search', '', { authorization: 'Basic YTpi' })).status).toBe(401);
    expect((await bothWays(calendar, '', bearer(host.token))).status).toBe(200);
    expect((await bothWays(calendar, '', bearer(guest.token))).status).toBe(403);
    expect((await bothWays(calendar, '', bearer(world.otherHost.token))).status).toBe(404);
  });

  test('what an account is told is stored by no cache that others share', async () => {
    const { host, guest } = world;
    const stored = async (path: string, token: string) =>
      (await ask(path, 'GET', bearer(token))).headers['cache-control'];
    const page = `/api/properties/${home}?populate=host`;
    for (const path of [page, page]) expect(await stored(path, guest.token)).toBe('private, no-cache');
    expect(await stored(`/api/properties/${home}/reviews`, guest.token)).toBe('public, no-cache');
    for (const path of ['/api/me', '/api/me/', '/api/bookings', '/api/host/properties'])
      expect([path, await stored(path, host.token)]).toEqual([path, 'no-store']);
  });

  test('to pages of our own site, of an allowed one, and of another', async () => {
    for (const origin of ['https://app.example', 'https://elsewhere.example', 'null']) {
      await bothWays('/api/search', '', { origin });
      await bothWays('/api/search', '?unknown=1', { origin });
      await bothWays('/api/search', '?__proto__=1', { origin });
    }
    const { headers } = await bothWays('/api/search', '', { origin: 'https://app.example' });
    expect(headers['access-control-allow-origin']).toBe('https://app.example');
    expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
    expect(headers).not.toHaveProperty('x-powered-by');
    const panel = await ask('/admin', 'GET', {});
    expect(panel.headers['content-security-policy']).toContain("default-src 'self'");
  });

  test('by other methods', async () => {
    const preflight = { origin: 'https://app.example', 'access-control-request-method': 'GET' };
    expect((await bothWays('/api/search', '', {}, 'HEAD')).body).toBe('');
    expect((await bothWays('/api/search', '?unknown=1', {}, 'HEAD')).status).toBe(400);
    expect((await bothWays('/api/search', '', preflight, 'OPTIONS')).status).toBe(204);
    expect((await bothWays('/api/search', '', {}, 'POST')).status).toBe(405);
    expect((await bothWays('/api/search', '', {}, 'DELETE')).status).toBe(405);
  });

  test('an address that cannot be read is refused, and ends nothing', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']) {
      const { status, body } = await ask('http://[', method, {});
      expect([method, status]).toEqual([method, 400]);
      if (method !== 'HEAD') expect(body).toContain('"reasons":[{"code":"invalid_address"}]');
    }
    expect((await bothWays('/api/search')).status).toBe(200);
  });

  test('when something breaks', async () => {
    await world.db.query('alter table search_property rename to search_property_gone');
    try {
      const { status, body } = await bothWays('/api/search', '', { origin: 'https://app.example' });
      expect([status, body]).toEqual([500, expect.stringContaining('"requestId":"its id"')]);
    } finally {
      await world.db.query('alter table search_property_gone rename to search_property');
    }
  });

  test('the front it is that answers: what goes through Strapi is in its log, line by line', async () => {
    await bothWays('/api/cancellation-policies');
    expect(world.app.log()).toContain('GET /api/cancellation-policies/ (');
    expect(world.app.log()).not.toContain('GET /api/cancellation-policies (');
  });

  test('counted under the same pattern', async () => {
    const counted = async () => {
      const { body } = await call(world.app, 'GET', '/metrics');
      const pattern = /^casita_\w+_count\{[^\n]*route="\/api\/properties\/:id\/reviews"[^\n]*\} (\d+)$/gm;
      return [...String(body).matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
    };
    const before = await counted();
    await bothWays(`/api/properties/${home}/reviews`);
    expect(await counted()).toBe(before + 2);
  });

  test('to one who asks too often: both ways take from one allowance', async () => {
    const path = `/api/properties/${home}/reviews`;
    const ten = Array.from({ length: 10 }, (_, index) => index);
    for (let asked = 0; asked < 1_200; asked += ten.length)
      await Promise.all(ten.map(() => ask(path, 'GET', bearer(world.otherGuest.token))));
    expect((await ask(path, 'GET', bearer(world.otherGuest.token))).status).toBe(429);
    const refused = await ask(`${path}/`, 'GET', bearer(world.otherGuest.token));
    expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([429, true]);
  });
});

test('no operation of the front stands before a route of another', async () => {
  const find = frontOperations(allOperations, '/api');
  const routes = publicRoutes(await liveRoutes()).filter((route) => route.startsWith('GET '));
  const taken = routes.map((route) => route.slice('GET '.length)).filter((route) => find(route.replaceAll(':', '')));
  const marked = allOperations.filter(({ front }) => front).map(({ path }) => `/api${path}`);
  expect(taken.sort()).toEqual(marked.sort());
  expect(allOperations.filter(({ front, method }) => front && method !== 'GET')).toEqual([]);
});
