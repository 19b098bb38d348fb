import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { download, type DownloadPolicy, publicHttps } from '../../../src/adapters/public-download/download';
import { downloadDataset } from '../../../src/adapters/public-download/download-dataset';
import { isPublicAddress } from '../../../src/adapters/public-download/public-address';
import { folderOf } from './support';

let server: Server;
let base: URL;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = new URL(`http://files.test:${(server.address() as AddressInfo).port}/city/`);
});
afterAll(() => server.close());
beforeEach(() => (asked = []));

const names: Record<string, string[]> = {
  'files.test': ['127.0.0.1'],
  'elsewhere.test': ['127.0.0.1'],
  'inside.test': ['10.0.0.5'],
  'mixed.test': ['127.0.0.1', '10.0.0.5'],
  'nowhere.test': [],
};

/** As the real one, but in a world where 127.0.0.1 is all of the internet. */
const policy: DownloadPolicy = {
  protocols: ['http:'],
  isAllowed: (address) => address === '127.0.0.1',
  resolve: async (host) => names[host] ?? [],
};

const limits = { bytes: 1_000, milliseconds: 2_000 };
const url = (path: string, host = 'files.test') => Object.assign(new URL(path, base), { hostname: host });
const fetchTo = (file: string, from: URL) => download(from, file, limits, policy);
const target = () => join(folderOf({}), 'file');

test('a file is fetched from the address that was checked', async () => {
  answer = (_request, response) => response.end('hello');
  const file = target();
  expect(await fetchTo(file, url('a.csv'))).toEqual({ ok: true, value: { bytes: 5 } });
  expect(readFileSync(file, 'utf8')).toBe('hello');
  expect(asked).toEqual([`files.test:${base.port} /city/a.csv`]);
});

test.each([
  ['a name of the own network', url.bind(null, 'a.csv', 'inside.test')],
  ['a name with one address of the own network', url.bind(null, 'a.csv', 'mixed.test')],
  ['an address of the own network', () => new URL('http://10.0.0.5/a.csv')],
  ['an IPv6 address of this machine', () => new URL('http://[::1]/a.csv')],
  ['another protocol', () => new URL('ftp://files.test/a.csv')],
  ['a password', () => new URL('http://user:secret@files.test/a.csv')],
])('%s is refused before anything is asked', async (_name, from) => {
  expect(await fetchTo(target(), from())).toMatchObject({ ok: false, kind: 'refused' });
  expect(asked).toEqual([]);
});

test('each redirect is checked again', async () => {
  const locations: Record<string, string> = { '/city/good': '/city/end', '/city/bad': url('end', 'inside.test').href };
  answer = (request, response) => {
    const location = locations[request.url ?? ''];
    if (location) response.writeHead(302, { location }).end();
    else response.end('there');
  };
  expect(await fetchTo(target(), url('good'))).toMatchObject({ ok: true });
  expect(await fetchTo(target(), url('bad'))).toMatchObject({ ok: false, kind: 'refused' });
});

test('redirects end', async () => {
  answer = (request, response) => response.writeHead(301, { location: request.url }).end();
  expect(await fetchTo(target(), url('round'))).toMatchObject({
    ok: false,
    message: expect.stringContaining('redirects'),
  });
  expect(asked).toHaveLength(6);
});

test('too much, too slow, not there', async () => {
  answer = (_request, response) => response.end('x'.repeat(1_001));
  expect(await fetchTo(target(), url('big'))).toMatchObject({ ok: false, kind: 'refused' });
  answer = (_request, response) => void response.write('x');
  expect(await fetchTo(target(), url('slow'))).toMatchObject({
    ok: false,
    kind: 'unavailable',
    message: expect.stringContaining('2 s'),
  });
  answer = (_request, response) => response.writeHead(404).end();
  expect(await fetchTo(target(), url('gone'))).toMatchObject({ ok: false, kind: 'not_found' });
  expect(await fetchTo(target(), url('a', 'nowhere.test'))).toMatchObject({ ok: false, kind: 'unavailable' });
});

test('a snapshot is fetched file by file; only the listings must be there', async () => {
  const files: Record<string, string> = { '/city/listings.csv.gz': 'packed', '/city/reviews.csv': 'plain' };
  answer = (request, response) => {
    const content = files[request.url ?? ''];
    response.writeHead(content ? 200 : 404).end(content);
  };
  for (const from of [url('/city'), url('/city/'), url('/city/listings.csv.gz')]) {
    const folder = folderOf({});
    expect(await downloadDataset(from, folder, () => undefined, policy)).toMatchObject({ ok: true });
    expect(readFileSync(join(folder, 'listings.csv.gz'), 'utf8')).toBe('packed');
    expect(readFileSync(join(folder, 'reviews.csv'), 'utf8')).toBe('plain');
  }
  expect(await downloadDataset(url('/town/'), folderOf({}), () => undefined, policy)).toMatchObject({
    ok: false,
    kind: 'not_found',
  });
});

test.each([
  ['93.184.215.14', true],
  ['2606:2800:21f:cb07::1', true],
  ['10.1.2.3', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['172.31.0.1', false],
  ['192.168.1.1', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['255.255.255.255', false],
  ['224.0.0.1', false],
  ['::1', false],
  ['::', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:93.184.215.14', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['64:ff9b::7f00:1', false],
  ['example.org', false],
])('%s is public: %p', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

test('outside of tests only https and public addresses are allowed', () => {
  expect(publicHttps.protocols).toEqual(['https:']);
  expect(publicHttps.isAllowed).toBe(isPublicAddress);
});
