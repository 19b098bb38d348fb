import { forgiveTypos } from '../../../src/search/forgive-typos';
import { searchHomes } from '../../../src/search/search-homes';
import type { SearchPage } from '../../../src/search/search-page';
import { readSearch, searchQuery } from '../../../src/search/search-query';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeHome } from '../support/world';

/** Words as people type them. */
let world: TestCasita;
const names = ['Fisherman’s cabin', 'Casa Łódź', 'Smørrebrød loft', 'Haus an der Straße', 'Casa da Praia', 'Home 100%'];

beforeAll(async () => {
  world = await createTestCasita();
  for (const name of names) await makeHome(world.app, { name });
});
afterAll(() => world.close());

async function ask(q: string, more: Record<string, string> = {}, cursor?: string) {
  const search = readSearch(searchQuery.parse({ q, ...more }));
  const find = (asked: typeof search) => searchHomes(world.app, asked, { cursor, pageSize: 1 });
  return forgiveTypos(world.app, search, find);
}

const namesOf = ({ homes }: SearchPage) => homes.map((home) => (home.read() as { name: string }).name);

async function found(q: string, more: Record<string, string> = {}) {
  const { outcome, correctedQ } = await ask(q, more);
  if (!outcome.ok) throw new Error(outcome.message);
  return { total: outcome.value.total, names: namesOf(outcome.value), correctedQ };
}

it.each([
  ["fisherman's", names[0]],
  ['FISHERMANS', names[0]],
  ['lodz', names[1]],
  ['smorrebrod', names[2]],
  ['Smörrebröd, loft', names[2]],
  ['STRASSE', names[3]],
  ['strasse; haus', names[3]],
  ['100%', names[5]],
])('%s finds %s as it is', async (q, name) => {
  expect(await found(q)).toEqual({ total: 1, names: [name], correctedQ: null });
});

it.each([
  ['fishermn', names[0], 'fishermans'],
  ['Fihserman cabin', names[0], 'fishermans cabin'],
  ['smorebrod', names[2], 'smorrebrod'],
  ['csa praai', names[4], null],
  ['casa praai', names[4], 'casa praia'],
])('%s finds %s, as %s', async (q, name, correctedQ) => {
  const nothing = { total: 0, names: [], correctedQ: null };
  expect(await found(q)).toEqual(correctedQ === null ? nothing : { total: 1, names: [name], correctedQ });
});

it('leaves a word alone that some home has, though not here and not with this', async () => {
  expect(await found('praia', { lat: '60', lng: '60', radiusKm: '1' })).toEqual({
    total: 0,
    names: [],
    correctedQ: null,
  });
  expect(await found('cabni loft')).toEqual({ total: 0, names: [], correctedQ: null });
});

it('reads three words as others at most', async () => {
  expect((await found('hauss strase and')).correctedQ).toBeNull();
  expect(await found('hauss strase')).toMatchObject({ total: 1, correctedQ: 'haus strasse' });
  expect((await found('hauss hauss hauss strase')).correctedQ).toBeNull();
});

it('goes on with the next page by the same words', async () => {
  const first = await ask('cassa');
  if (!first.outcome.ok) throw new Error(first.outcome.message);
  expect(first.outcome.value).toMatchObject({ total: 2, nextCursor: expect.any(String) });
  const second = await ask('cassa', {}, first.outcome.value.nextCursor ?? '');
  if (!second.outcome.ok) throw new Error(second.outcome.message);
  expect([...namesOf(first.outcome.value), ...namesOf(second.outcome.value)].sort()).toEqual(
    [names[4], names[1]].sort(),
  );
  expect(second.outcome.value.nextCursor).toBeNull();
  const other = await ask('prai', {}, first.outcome.value.nextCursor ?? '');
  expect(other.outcome).toMatchObject({ ok: false, reasons: [{ code: 'cursor_of_another_query' }] });
});
