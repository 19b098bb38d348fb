import { sharedLoads, type SharedLoads } from '../../../src/reads/shared-loads';

interface Page {
  readonly text: string;
}

let loads: SharedLoads<Page>;
beforeEach(() => {
  loads = sharedLoads<Page>({ maxBytes: 100_000, bytesOf: ({ text }) => (text === 'refused' ? null : text.length) });
  loads.open();
});

/** A value that is made when the test says so. */
function slow(): {
  readonly make: () => Promise<Page>;
  readonly end: (text: string) => void;
  readonly made: () => number;
} {
  let made = 0;
  const ends: ((page: Page) => void)[] = [];
  return {
    make: () => {
      made += 1;
      return new Promise((done) => ends.push(done));
    },
    end: (text) => ends.shift()?.({ text }),
    made: () => made,
  };
}

const now = (text: string) => async () => ({ text });
const never = async () => Promise.reject(new Error('nothing was kept'));

test('what was made is kept', async () => {
  expect(await loads.load('key', 'home', now('first'))).toEqual({ text: 'first' });
  expect(await loads.load('key', 'home', never)).toEqual({ text: 'first' });
  expect(loads.get('key')).toEqual({ text: 'first' });
  expect(loads.bytes()).toBeGreaterThan(5);
});

test('all who ask at the same time share one making', async () => {
  const { make, end, made } = slow();
  const asked = [loads.load('key', 'home', make), loads.load('key', 'home', make), loads.load('other', 'home', make)];
  end('one');
  end('two');
  expect(await Promise.all(asked)).toEqual([{ text: 'one' }, { text: 'one' }, { text: 'two' }]);
  expect(made()).toBe(2);
});

test('a change drops what is kept of its subject, and nothing else', async () => {
  await loads.load('a', 'home', now('a'));
  await loads.load('b', 'home', now('b'));
  await loads.load('c', 'another', now('c'));
  loads.drop('home');
  expect([loads.get('a'), loads.get('b'), loads.get('c')]).toEqual([undefined, undefined, { text: 'c' }]);
  loads.dropAll();
  expect([loads.get('c'), loads.bytes()]).toEqual([undefined, 0]);
});

test.each([
  ['a change of its subject', () => loads.drop('home')],
  ['a change of everything', () => loads.dropAll()],
  ['changes that may go unheard', () => loads.close()],
  ['changes that may have gone unheard', () => (loads.close(), loads.open())],
])('what was being made during %s is not kept, and not given to who asks later', async (_what, change) => {
  const { make, end, made } = slow();
  const before = loads.load('key', 'home', make);
  change();
  const after = loads.load('key', 'home', make);
  expect(made()).toBe(2);
  end('old');
  expect(await before).toEqual({ text: 'old' });
  expect(loads.get('key')).toBeUndefined();
  end('new');
  expect(await after).toEqual({ text: 'new' });
});

test('a change of another subject leaves what is being made alone', async () => {
  const { make, end } = slow();
  const asked = loads.load('key', 'home', make);
  loads.drop('another');
  end('kept');
  await asked;
  expect(loads.get('key')).toEqual({ text: 'kept' });
});

test('an older making that ends after a newer one leaves the newer in its place', async () => {
  const [older, newer] = [slow(), slow()];
  const first = loads.load('key', 'home', older.make);
  loads.drop('home');
  const second = loads.load('key', 'home', newer.make);
  newer.end('new');
  await second;
  older.end('old');
  await first;
  expect(loads.get('key')).toEqual({ text: 'new' });
});

test('what is refused, and what fails, is not kept; all who waited for it hear of it', async () => {
  await loads.load('key', 'home', now('refused'));
  expect(loads.get('key')).toBeUndefined();
  const failing = [loads.load('key', 'home', never), loads.load('key', 'home', never)];
  expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await loads.load('key', 'home', now('well'))).toEqual({ text: 'well' });
});

test('while changes cannot be heard each asks for itself', async () => {
  await loads.load('key', 'home', now('kept'));
  loads.close();
  expect(loads.get('key')).toBeUndefined();
  const { make, end, made } = slow();
  const asked = [loads.load('key', 'home', make), loads.load('key', 'home', make)];
  end('one');
  end('two');
  await Promise.all(asked);
  expect(made()).toBe(2);
  loads.open();
  expect(loads.get('key')).toBeUndefined();
});

test('it never takes more than its bytes, and lets the longest unused go first', async () => {
  const text = 'x'.repeat(1_000);
  for (let index = 0; index < 300; index += 1) {
    await loads.load(`key ${index}`, `home ${index}`, now(text));
    loads.get('key 0');
    expect(loads.bytes()).toBeLessThanOrEqual(100_000);
  }
  expect([loads.get('key 0'), loads.get('key 299')]).toEqual([{ text }, { text }]);
  expect(loads.get('key 1')).toBeUndefined();
  await loads.load('huge', 'home', now('x'.repeat(50_000)));
  expect(loads.get('huge')).toBeUndefined();
});

test('in doubt nothing that is kept is given out; what did not change meanwhile is there again once it is trusted', async () => {
  await loads.load('same', 'home', now('same'));
  await loads.load('changed', 'another', now('old'));
  loads.doubt();
  expect([loads.get('same'), loads.get('changed')]).toEqual([undefined, undefined]);
  expect(await loads.load('changed', 'another', now('new'))).toEqual({ text: 'new' });
  loads.drop('another');
  loads.trust();
  expect([loads.get('same'), loads.get('changed')]).toEqual([{ text: 'same' }, undefined]);
});

test('what is being made when doubt comes is kept where it did not change until there was trust again', async () => {
  const [same, changed] = [slow(), slow()];
  const asked = [loads.load('same', 'home', same.make), loads.load('changed', 'another', changed.make)];
  loads.doubt();
  // Nobody who asks now is given what was begun before.
  expect(await loads.load('same', 'home', now('own'))).toEqual({ text: 'own' });
  same.end('kept');
  changed.end('old');
  await Promise.all(asked);
  loads.drop('another');
  loads.trust();
  expect([loads.get('same'), loads.get('changed')]).toEqual([{ text: 'kept' }, undefined]);
});
