import { startPanelApp, type PanelApp } from './support/panel-app';

/** The panel's buttons: reviews and reports by moderators, requests by hosts. */

let world: PanelApp;

beforeAll(async () => {
  world = await startPanelApp();
});
afterAll(() => world?.stop());

const decide = (review: string, decision: string, reason?: string) =>
  world.moderator.call('POST', `/casita/reviews/${review}/decision`, {
    decision,
    ...(reason === undefined ? {} : { reason }),
  });

async function review(id: number): Promise<Record<string, unknown>> {
  return (await world.sql.query('select * from reviews where id = $1', [id])).rows[0];
}

async function trail(id: number): Promise<unknown[]> {
  const rows = await world.sql.query(
    'select decision, reason, moderator_name from review_decisions where review_id = $1 order by id',
    [id],
  );
  return rows.rows;
}

test('a review is published, hidden with a reason and restored; the trail tells it all, the words stay', async () => {
  const { id, documentId } = world.a.entry['pending review'] ?? { id: 0, documentId: '' };
  const { body } = await review(id);
  expect((await decide(documentId, 'publish')).body).toEqual({ data: { documentId, state: 'published' } });
  expect((await review(id))['visible_at']).not.toBeNull();
  expect((await decide(documentId, 'hide', 'Names a child')).body.data.state).toBe('hidden');
  expect(await review(id)).toMatchObject({ moderation_reason: 'Names a child', body });
  expect((await decide(documentId, 'restore')).body.data.state).toBe('published');
  expect(await trail(id)).toEqual([
    { decision: 'publish', reason: null, moderator_name: 'Mona Moderator' },
    { decision: 'hide', reason: 'Names a child', moderator_name: 'Mona Moderator' },
    { decision: 'restore', reason: null, moderator_name: 'Mona Moderator' },
  ]);
  expect(await review(id)).toMatchObject({ state: 'published', moderation_reason: null, body });
});

test('hiding takes a reason, and a move that the state does not allow is refused; neither leaves a trace', async () => {
  const { id, documentId } = world.b.entry['api::review.review'] ?? { id: 0, documentId: '' };
  const before = await trail(id);
  expect((await decide(documentId, 'hide')).status).toBe(422);
  expect((await decide(documentId, 'hide', '   ')).status).toBe(422);
  expect((await decide(documentId, 'restore')).status).toBe(409);
  expect((await decide(documentId, 'delete')).status).toBe(400);
  expect((await decide(world.b.entry['sealed review']?.documentId ?? '', 'publish')).status).toBe(409);
  expect((await decide('aaaaaaaaaaaaaaaaaaaaaaaa', 'publish')).status).toBe(404);
  expect((await decide('1', 'publish')).status).toBe(400);
  expect(await trail(id)).toEqual(before);
});

test('two moderators at once: one decision counts', async () => {
  const { id, documentId } = world.b.entry['pending review'] ?? { id: 0, documentId: '' };
  const answers = await Promise.all(Array.from({ length: 6 }, () => decide(documentId, 'publish')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  expect(await trail(id)).toHaveLength(1);
});

test('an upheld report hides its review with the reason; a dismissed one leaves it; neither is decided twice', async () => {
  const report = world.b.entry['api::report.report']?.documentId ?? '';
  const path = `/casita/reports/${report}/decision`;
  expect((await world.moderator.call('POST', path, { decision: 'uphold' })).status).toBe(422);
  expect(
    (await world.moderator.call('POST', path, { decision: 'uphold', reason: 'Never stayed' })).body.data.state,
  ).toBe('upheld');
  expect(await review(world.b.entry['api::review.review']?.id ?? 0)).toMatchObject({
    state: 'hidden',
    moderation_reason: 'Never stayed',
  });
  expect((await world.moderator.call('POST', path, { decision: 'dismiss' })).status).toBe(409);
  const other = `/casita/reports/${world.a.entry['api::report.report']?.documentId}/decision`;
  expect((await world.moderator.call('POST', other, { decision: 'dismiss' })).body.data.state).toBe('dismissed');
  expect(await review(world.a.entry['api::review.review']?.id ?? 0)).toMatchObject({ state: 'published' });
});

test('a rating follows its reviews', async () => {
  const count = async () =>
    (
      await world.sql.query('select rating_count from search_property where property_id = $1', [
        world.a.entry['api::property.property']?.id,
      ])
    ).rows[0].rating_count as number;
  const published = world.a.entry['api::review.review']?.documentId ?? '';
  const before = await count();
  await decide(published, 'hide', 'Off topic');
  expect(await count()).toBe(before - 1);
  await decide(published, 'restore');
  expect(await count()).toBe(before);
});

describe('who may press', () => {
  test.each(['/casita/reviews/:review/decision', '/casita/reports/:report/decision'])(
    '%s is closed to hosts',
    async (template) => {
      const path = template
        .replace(':review', world.a.entry['api::review.review']?.documentId ?? '')
        .replace(':report', world.a.entry['api::report.report']?.documentId ?? '');
      expect((await world.a.panel.call('POST', path, { decision: 'hide', reason: 'x' })).status).toBe(403);
    },
  );

  test('a moderator answers no requests, and a host only their own', async () => {
    const booking = world.b.entry['api::booking.booking']?.documentId ?? '';
    for (const verb of ['approve', 'decline']) {
      expect((await world.moderator.call('POST', `/casita/bookings/${booking}/${verb}`, {})).status).toBe(403);
      expect((await world.a.panel.call('POST', `/casita/bookings/${booking}/${verb}`, {})).status).toBe(404);
      expect((await world.operator.call('POST', `/casita/bookings/${booking}/${verb}`, {})).status).toBe(403);
    }
  });

  test('nobody without signing in', async () => {
    const answer = await fetch(`${world.app.url}/casita/reviews/aaaaaaaaaaaaaaaaaaaaaaaa/decision`, { method: 'POST' });
    expect(answer.status).toBe(401);
  });

  test('a host declines a request: the booking and its history say so', async () => {
    const { id = 0, documentId = '' } = world.b.entry['api::booking.booking'] ?? {};
    const answer = await world.b.panel.call('POST', `/casita/bookings/${documentId}/decline`, { reason: 'Repairs' });
    expect(answer.status).toBe(200);
    const booking = await world.sql.query('select state from bookings where id = $1', [id]);
    expect(booking.rows[0].state).toBe('declined');
    const event = await world.sql.query(
      'select move, actor_kind, door, reason from booking_events where booking_id = $1 order by id desc limit 1',
      [id],
    );
    expect(event.rows[0]).toEqual({ move: 'decline', actor_kind: 'host', door: 'admin', reason: 'Repairs' });
  });
});
