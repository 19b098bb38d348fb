import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { publicCalendarFeeds } from '../../../src/adapters/public-download/calendar-feeds';
import { isPublicAddress } from '../../../src/adapters/public-download/public-address';
import { publicHttps } from '../../../src/adapters/public-download/public-request';

const real = publicCalendarFeeds();
const code = async (asked: Promise<{ readonly ok: boolean; readonly reasons?: readonly { code: string }[] }>) => {
  const outcome = await asked;
  expect(JSON.stringify(outcome)).not.toContain('secret');
  return outcome.ok ? 'ok' : outcome.reasons?.[0]?.code;
};

describe('what production refuses, when a feed is added and when it is fetched', () => {
  test.each<[string, string]>([
    ['https://127.0.0.1/secret.ics', 'not_public'],
    ['https://169.254.169.254/latest/secret', 'not_public'],
    ['https://[::1]/secret.ics', 'not_public'],
    ['https://[::ffff:10.0.0.1]/secret.ics', 'not_public'],
    ['https://[::ffff:7f00:1]/secret.ics', 'not_public'],
    ['https://[fe80::1]/secret.ics', 'not_public'],
    ['https://[fd00::1]/secret.ics', 'not_public'],
    ['https://10.0.0.1/secret.ics', 'not_public'],
    ['https://0x7f.1/secret.ics', 'not_public'],
    ['https://2130706433/secret.ics', 'not_public'],
    ['https://0.0.0.0/secret.ics', 'not_public'],
    ['https://localhost/secret.ics', 'not_public'],
    ['http://192.0.43.8/secret.ics', 'not_https'],
    ['ftp://192.0.43.8/secret.ics', 'not_https'],
    ['file:///etc/secret', 'not_https'],
    ['javascript:secret', 'not_https'],
    ['https://user:secret@192.0.43.8/x.ics', 'has_credentials'],
    ['https://secret@192.0.43.8/x.ics', 'has_credentials'],
    ['https://192.0.43.8:8443/secret.ics', 'port'],
    ['https://192.0.43.8:22/secret.ics', 'port'],
  ])('%s: %s', async (url, expected) => {
    expect(await code(real.check(new URL(url)))).toBe(expected);
    expect(await code(real.fetch(new URL(url)))).toBe(expected);
  });

  test('a name whose address is private, or one of whose addresses is', async () => {
    const names: Record<string, string[]> = { 'inside.test': ['10.0.0.5'], 'mixed.test': ['192.0.43.8', 'fd00::1'] };
    const feeds = publicCalendarFeeds({
      protocols: ['https:'],
      ports: [443],
      isAllowed: isPublicAddress,
      resolve: async (host) => names[host] ?? [],
    });
    for (const host of Object.keys(names)) {
      expect(await code(feeds.check(new URL(`https://${host}/secret`)))).toBe('not_public');
      expect(await code(feeds.fetch(new URL(`https://${host}/secret`)))).toBe('not_public');
    }
    expect(await code(feeds.check(new URL('https://nowhere.test/secret')))).toBe('unreachable');
  });

  test('a name that cannot be resolved, and one that takes for ever', async () => {
    const broken = publicCalendarFeeds({
      ...publicHttps,
      resolve: () => Promise.reject(new Error('ENOTFOUND secret')),
    });
    expect(await code(broken.check(new URL('https://x.test/secret')))).toBe('unreachable');
    const silent = publicCalendarFeeds(
      { ...publicHttps, resolve: () => new Promise(() => undefined) },
      { bytes: 1_000, milliseconds: 200 },
    );
    expect(await code(silent.fetch(new URL('https://x.test/secret')))).toBe('too_slow');
  });
});

describe('what a server answers', () => {
  let server: Server;
  let port: number;
  let asked: IncomingMessage[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request);
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => (asked = []));

  const limits = { bytes: 50_000, milliseconds: 1_500 };
  const names: Record<string, string[]> = { 'feed.test': ['127.0.0.1'], 'inside.test': ['10.0.0.5'] };
  /** As in production, but in a world where 127.0.0.1 is all of the internet, and speaks http. */
  const feeds = publicCalendarFeeds(
    {
      protocols: ['http:'],
      isAllowed: (address) => address === '127.0.0.1',
      resolve: async (host) => names[host] ?? [],
    },
    limits,
  );
  const fetched = () => feeds.fetch(new URL(`http://feed.test:${port}/secret.ics`));

  test('a text comes as it is, asked for at the address that was checked', async () => {
    answer = (_request, response) => response.end('BEGIN:VCALENDAR ñ');
    expect(await fetched()).toEqual({ ok: true, value: 'BEGIN:VCALENDAR ñ' });
    expect(asked[0]?.headers).toMatchObject({ host: `feed.test:${port}`, 'accept-encoding': 'identity' });
    expect(asked[0]?.headers['cookie'] ?? asked[0]?.headers['authorization']).toBeUndefined();
  });

  test.each<[string, (text: string) => Buffer]>([
    ['gzip', (text) => gzipSync(text)],
    ['br', (text) => brotliCompressSync(text)],
  ])('a text that comes packed all the same: %s', async (encoding, pack) => {
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(pack('hello'));
    expect(await fetched()).toEqual({ ok: true, value: 'hello' });
  });

  test('a small answer that unpacks to a huge one', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    expect(bomb.length).toBeLessThan(limits.bytes);
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    expect(await code(fetched())).toBe('too_big');
  });

  test('what says that it is packed and is not', async () => {
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain secret');
    expect(await code(fetched())).toBe('unreachable');
  });

  test('a body without end', async () => {
    answer = (_request, response) => {
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(10_000), () => setImmediate(more));
      };
      more();
    };
    expect(await code(fetched())).toBe('too_big');
  });

  test('a body that drips', async () => {
    answer = (_request, response) => {
      const drip = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(drip));
    };
    const started = Date.now();
    expect(await code(fetched())).toBe('too_slow');
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  test('no answer at all, a line that breaks, a status', async () => {
    answer = () => undefined;
    expect(await code(fetched())).toBe('too_slow');
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('half');
      setTimeout(() => response.destroy(), 50);
    };
    expect(await code(fetched())).toBe('unreachable');
    answer = (_request, response) => response.writeHead(404).end('secret');
    expect(await fetched()).toMatchObject({ ok: false, reasons: [{ code: 'status', value: 404 }] });
  });

  test('redirects are followed where each leads to the public internet, and end', async () => {
    const leads = (location: string) => {
      answer = (request, response) =>
        request.url === '/end' ? response.end('there') : response.writeHead(302, { location }).end();
    };
    leads('/end');
    expect(await fetched()).toEqual({ ok: true, value: 'there' });
    for (const [location, expected] of [
      [`http://inside.test:${port}/secret`, 'not_public'],
      [`http://127.0.0.2:${port}/secret`, 'not_public'],
      [`http://user:secret@feed.test:${port}/end`, 'has_credentials'],
      ['ftp://feed.test/secret', 'not_https'],
      ['/secret/round', 'too_many_redirects'],
      ['http://[', 'unreachable'],
    ] as const) {
      leads(location);
      expect([location, await code(fetched())]).toEqual([location, expected]);
    }
  });
});
