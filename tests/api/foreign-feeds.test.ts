import { calendarMakers } from './support/calendar-makers';
import { call, graphql, type Answer } from './support/client';
import { hostileWorld, type HostileWorld } from './support/hostile-world';

/** A feed is named by its home and its own id: where one of them is another host's, the answer is that of what is not there. */

const missing = 'a'.repeat(24);

let world: HostileWorld;
let own: { home: string; feed: string };
let another: { home: string; feed: string };
beforeAll(async () => {
  world = await hostileWorld();
  const [home, foreign] = [world.home.documentId, world.draft.documentId];
  const { freshFeed } = calendarMakers(world.db, { A: home, B: foreign });
  own = { home, feed: await freshFeed('A') };
  another = { home: foreign, feed: await freshFeed('B') };
});
afterAll(() => world.stop());

interface Ids {
  readonly home: string;
  readonly feed: string;
  /** Who asks; left out: the host of the own home. */
  readonly token?: string;
}

interface Door {
  readonly name: string;
  rest(ids: Ids): Promise<Answer>;
  twin(ids: Ids): Promise<Answer>;
}

const rest = (method: string, path: string, body?: object) => (ids: Ids) =>
  call(world.app, method, `/api/properties/${ids.home}/calendar-feeds${path.replace(':feed', ids.feed)}`, {
    token: ids.token ?? world.host.token,
    ...(body ? { body } : {}),
  });
const twin = (field: string, arguments_: string, kind = 'mutation') => {
  const named = arguments_.includes('$feed') ? '($home: ID!, $feed: ID!)' : '($home: ID!)';
  const query = `${kind} ${named} { ${field}(id: $home${arguments_}) { documentId } }`;
  return ({ home, feed, token }: Ids) => graphql(world.app, query, { home, feed }, token ?? world.host.token);
};
const input = '{ name: "Mine", url: "https://192.0.43.8/mine.ics" }';

const ofHome: readonly Door[] = [
  { name: 'list', rest: rest('GET', ''), twin: twin('calendarFeeds', '', 'query') },
  {
    name: 'add',
    rest: rest('POST', '', { name: 'Mine', url: 'https://192.0.43.8/mine.ics' }),
    twin: twin('addCalendarFeed', `, input: ${input}`),
  },
];
const ofFeed: readonly Door[] = [
  {
    name: 'change',
    rest: rest('PUT', '/:feed', { name: 'Mine' }),
    twin: twin('changeCalendarFeed', ', feedId: $feed, input: { name: "Mine" }'),
  },
  { name: 'remove', rest: rest('DELETE', '/:feed'), twin: twin('removeCalendarFeed', ', feedId: $feed') },
  { name: 'refresh', rest: rest('POST', '/:feed/refresh'), twin: twin('refreshCalendarFeed', ', feedId: $feed') },
];

const statusOf = ({ body }: Answer) => body.error?.status ?? body.errors[0].extensions.status;

async function expectAlike(door: Door, asked: Ids, absent: Ids): Promise<void> {
  for (const ask of [door.rest, door.twin]) {
    const [theirs, nobodys] = await world.unchanged(async () => [await ask(asked), await ask(absent)] as const);
    expect([theirs.status, theirs.body]).toEqual([nobodys.status, nobodys.body]);
    expect([statusOf(theirs), JSON.stringify(theirs.body.data ?? null)]).toEqual([
      404,
      expect.not.stringContaining('documentId'),
    ]);
  }
}

test.each([...ofHome, ...ofFeed].map((door) => [door.name, door] as const))(
  '%s: another’s home and its feed',
  (_name, door) => {
    const { token } = world.otherHost;
    return expectAlike(door, { ...own, token }, { home: missing, feed: missing, token });
  },
);

describe.each(ofFeed.map((door) => [door.name, door] as const))('%s', (_name, door) => {
  test('another’s feed at an own home', () =>
    expectAlike(door, { home: own.home, feed: another.feed }, { home: own.home, feed: missing }));
  test('an own feed at another’s home', () =>
    expectAlike(door, { home: another.home, feed: own.feed }, { home: missing, feed: own.feed }));
});

test('the own feed at the own home is there', async () => {
  const renamed = await rest('PUT', '/:feed', { name: 'Mine' })(own);
  expect([renamed.status, renamed.body.data.name]).toEqual([200, 'Mine']);
});
