import { call, graphql, reasonsOf, type Answer } from './support/client';
import { bookedFor, expectRefusal, hostileWorld, may, type Broken, type HostileWorld } from './support/hostile-world';
import { missingId } from './support/access-world';

/** Damage claims with what is no claim: the same field and rule over REST and GraphQL, and no row another. */
let world: HostileWorld;
let bookingId: string;
beforeAll(async () => {
  world = await hostileWorld();
  const booking = await bookedFor(world, { ...may, checkIn: '2027-06-10', checkOut: '2027-06-12' });
  bookingId = booking.documentId;
  await world.db.query(
    `insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, filed_at, answer_by)
     select 'claim0000000000000000001', id, 1, host_id, 'filed', 7500, currency, 'A lamp', now(), now() + interval '1 day' from bookings where document_id = $1`,
    [bookingId],
  );
  await world.db.query(
    `insert into damage_claim_event (claim_id, move, to_state, actor_kind, door, at) select id, 'file', 'filed', 'host', 'rest', now() from damage_claim`,
  );
});
afterAll(() => world.stop());

interface Door {
  readonly name: string;
  readonly path: string;
  readonly mutation: string;
  readonly who: 'host' | 'guest';
}

const filing: Door = {
  name: 'filing',
  path: '',
  mutation: 'mutation ($id: ID!, $input: FileDamageClaimInput!) { out: fileDamageClaim(id: $id, input: $input) { n } }',
  who: 'host',
};
const answering: Door = {
  name: 'answering',
  path: '/1/answer',
  mutation:
    'mutation ($id: ID!, $input: AnswerDamageClaimInput!) { out: answerDamageClaim(id: $id, n: 1, input: $input) { n } }',
  who: 'guest',
};
const withdrawing: Door = {
  name: 'withdrawing',
  path: '/1/withdraw',
  mutation:
    'mutation ($id: ID!, $input: WithdrawDamageClaimInput!) { out: withdrawDamageClaim(id: $id, n: 1, input: $input) { n } }',
  who: 'host',
};

const long = (length: number) => 'x'.repeat(length);
const claim = { amount: 100, description: 'A broken lamp' };
const item = { label: 'Lamp', amount: 100 };
const no = { answer: 'dispute', message: 'It was broken before' };

/** What amounts are not, as JSON text, since some only exist there. */
const amounts: readonly [string, string][] = [
  ['"100"', 'wrong_type'],
  ['null', 'wrong_type'],
  ['[100]', 'wrong_type'],
  ['{"amount":100,"currency":"USD"}', 'wrong_type'],
  ['{"$ne":null}', 'wrong_type'],
  ['true', 'wrong_type'],
  ['0.5', 'wrong_type'],
  ['-1', 'too_small'],
  ['1000000000001', 'too_big'],
  ['9223372036854775808', 'too_big'],
  ['1e309', 'wrong_type'],
];
const withAmount = (body: object, amount: string) =>
  JSON.stringify({ ...body, amount: '@' }).replace('"@"', () => amount);

type Wrong = readonly [what: string, door: Door, json: string, reason: Broken];
const json = JSON.stringify;
const bad: readonly Wrong[] = [
  ...amounts.map(([amount, code]): Wrong => [
    `an amount of ${amount}`,
    filing,
    withAmount(claim, amount),
    { code, field: 'amount' },
  ]),
  ...amounts
    .filter(([amount]) => amount !== 'null')
    .map(([amount, code]): Wrong => [
      `an amount of ${amount}`,
      answering,
      withAmount(no, amount),
      { code, field: 'amount' },
    ]),
  ['an amount of 0', filing, json({ ...claim, amount: 0 }), { code: 'too_small', field: 'amount' }],
  ['nothing', filing, '{}', { code: 'required', field: 'amount' }],
  ['no description', filing, json({ amount: 100 }), { code: 'required', field: 'description' }],
  ['an empty description', filing, json({ ...claim, description: ' ' }), { code: 'too_small', field: 'description' }],
  [
    'a huge description',
    filing,
    json({ ...claim, description: long(5_001) }),
    { code: 'too_big', field: 'description' },
  ],
  ['a NUL', filing, json({ ...claim, description: 'a\u0000b' }), { code: 'invalid_text', field: 'description' }],
  [
    'half a character',
    filing,
    '{"amount":100,"description":"a\\ud800"}',
    { code: 'invalid_text', field: 'description' },
  ],
  [
    'a description that is a number',
    filing,
    json({ ...claim, description: 7 }),
    { code: 'wrong_type', field: 'description' },
  ],
  ['a currency of its own', filing, json({ ...claim, currency: 'USD' }), { code: 'unknown_field', field: 'currency' }],
  ['a state of its own', filing, json({ ...claim, state: 'paid' }), { code: 'unknown_field', field: 'state' }],
  ['an award of its own', filing, json({ ...claim, awarded: 100 }), { code: 'unknown_field', field: 'awarded' }],
  ['items that are a text', filing, json({ ...claim, items: 'lamp' }), { code: 'wrong_type', field: 'items' }],
  ['too many items', filing, json({ ...claim, items: Array(51).fill(item) }), { code: 'too_big', field: 'items' }],
  [
    'an item below nothing',
    filing,
    json({ ...claim, items: [{ ...item, amount: -1 }] }),
    { code: 'too_small', field: 'items.0.amount' },
  ],
  [
    'half an item',
    filing,
    json({ ...claim, items: [{ ...item, amount: 0.5 }] }),
    { code: 'wrong_type', field: 'items.0.amount' },
  ],
  [
    'an item without a label',
    filing,
    json({ ...claim, items: [{ amount: 100 }] }),
    { code: 'required', field: 'items.0.label' },
  ],
  [
    'a NUL in a label',
    filing,
    json({ ...claim, items: [{ ...item, label: '\u0000' }] }),
    { code: 'invalid_text', field: 'items.0.label' },
  ],
  [
    'an unknown part of an item',
    filing,
    json({ ...claim, items: [{ ...item, tax: 1 }] }),
    { code: 'unknown_field', field: 'items.0.tax' },
  ],
  ['no answer', answering, '{}', { code: 'not_allowed', field: 'answer' }],
  ['an answer that there is not', answering, json({ answer: 'perhaps' }), { code: 'not_allowed', field: 'answer' }],
  [
    'an answer that is a list',
    answering,
    json({ answer: ['accept', 'dispute'] }),
    { code: 'not_allowed', field: 'answer' },
  ],
  ['no reason why not', answering, json({ answer: 'dispute' }), { code: 'required', field: 'message' }],
  ['a huge message', answering, json({ ...no, message: long(5_001) }), { code: 'too_big', field: 'message' }],
  ['a NUL', answering, json({ ...no, message: '\u0000' }), { code: 'invalid_text', field: 'message' }],
  ['a currency of its own', answering, json({ ...no, currency: 'USD' }), { code: 'unknown_field', field: 'currency' }],
  ['a decision of its own', answering, json({ ...no, decision: 'mine' }), { code: 'unknown_field', field: 'decision' }],
  ['a reason that is a number', withdrawing, json({ reason: 7 }), { code: 'wrong_type', field: 'reason' }],
  ['a huge reason', withdrawing, json({ reason: long(2_001) }), { code: 'too_big', field: 'reason' }],
  ['a NUL', withdrawing, json({ reason: '\u0000' }), { code: 'invalid_text', field: 'reason' }],
  ['an unknown field', withdrawing, json({ reason: null, amount: 1 }), { code: 'unknown_field', field: 'amount' }],
];

const raw = async (path: string, token: string, body: string): Promise<Answer> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${world.app.url}${path}`, { method: 'POST', headers, body });
  return { status: response.status, body: await response.json() } as Answer;
};

test.each(bad.map((one) => [one[1].name, one[0], one] as const))('%s with %s is refused', async (_name, _what, one) => {
  const [, door, body, reason] = one;
  const { token } = world[door.who];
  const path = `/api/bookings/${bookingId}/claims${door.path}`;
  expectRefusal(await world.unchanged(() => raw(path, token, body)), 400, reason);
  const document = json({ query: door.mutation, variables: { id: bookingId, input: '@' } }).replace('"@"', () => body);
  const twin = await world.unchanged(() => raw('/graphql', token, document));
  const broken = (reasonsOf(twin) as Broken[]).map(({ code, field }) => ({ code, field }));
  // GraphQL's own types are asked first.
  expect(twin.body.errors[0].extensions.status).toBe(400);
  expect(broken).toContainEqual({
    code: expect.stringMatching(new RegExp(`^(${reason.code}|wrong_type|required)$`)),
    field: reason.field,
  });
});

const good: readonly [Door, object][] = [
  [filing, claim],
  [answering, { answer: 'accept' }],
  [withdrawing, {}],
];

test.each(good.map(([door, body]) => [door.name, door, body] as const))(
  '%s at another’s booking is as at none',
  async (_name, door, body) => {
    const other = world[door.who === 'host' ? 'otherHost' : 'otherGuest'].token;
    const answers = [];
    for (const [id, token] of [
      [bookingId, other],
      [missingId, world[door.who].token],
    ] as const) {
      const path = `/api/bookings/${id}/claims${door.path}`;
      const answer = await world.unchanged(() => call(world.app, 'POST', path, { token, body }));
      expectRefusal(answer, 404, { code: 'not_found', field: 'id' });
      answers.push(answer.body);
      const twin = await world.unchanged(() => graphql(world.app, door.mutation, { id, input: body }, token));
      expect(twin.body.errors[0].extensions.status).toBe(404);
    }
    expect(answers[0]).toEqual(answers[1]);
  },
);

test.each(['0', '-1', '1.5', 'x', '2147483648', '%00', '9223372036854775808'])('claim %s is none', async (n) => {
  const path = `/api/bookings/${bookingId}/claims/${n}/answer`;
  const answer = await world.unchanged(() => call(world.app, 'POST', path, { token: world.guest.token, body: no }));
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
});
