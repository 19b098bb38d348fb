import type { HostWorld } from './support/panel-world';
import { startPanelApp, type PanelApp } from './support/panel-app';

/** What the panel's forms can write, whatever is sent to them past the page. */

let world: PanelApp;

beforeAll(async () => {
  world = await startPanelApp();
});
afterAll(() => world?.stop());

const path = (uid: string, documentId = '') =>
  `/content-manager/collection-types/${uid}${documentId && `/${documentId}`}`;
const idOf = (host: HostWorld, uid: string) => host.entry[uid]?.documentId ?? '';
const rowOf = (host: HostWorld, uid: string) => host.entry[uid]?.id ?? 0;
const property = 'api::property.property';
const photo = 'api::photo-use.photo-use';
const range = 'api::calendar-range.calendar-range';

async function read(table: string, id: number): Promise<Record<string, unknown>> {
  return (await world.sql.query(`select * from ${table} where id = $1`, [id])).rows[0];
}

const newHome = {
  ...{ name: 'A new home', propertyType: 'House', roomType: 'entire_home', currency: 'EUR' },
  capacity: { maxGuests: 2 },
  prices: { base: '9000' },
  bookingRules: {
    minNights: 1,
    maxNights: 30,
    checkInTime: '15:00',
    checkOutTime: '11:00',
    cancellationPolicy: 'moderate',
  },
};

describe('a home that a host makes', () => {
  test('is theirs and a draft, whatever the form says', async () => {
    const made = await world.a.panel.call('POST', path(property), {
      ...newHome,
      ...{
        host: { connect: [{ id: world.b.hostId }] },
        state: 'published',
        source: 'x',
        sourceId: 'y',
        publishedOn: '2026-01-01T00:00:00Z',
      },
      createdBy: world.b.adminId,
    });
    expect(made.status).toBe(201);
    const row = await read('properties', made.body.data.id);
    expect(row).toMatchObject({
      host_id: world.a.hostId,
      state: 'draft',
      source: null,
      published_on: null,
      created_by_id: world.a.adminId,
    });
    expect((await world.b.panel.call('GET', path(property, made.body.data.documentId))).status).toBe(404);
  });

  test("takes over none of another's parts", async () => {
    const address = await world.sql.query(
      `select cmp_id from properties_cmps where entity_id = $1 and field = 'address'`,
      [rowOf(world.b, property)],
    );
    const made = await world.a.panel.call('POST', path(property), {
      ...newHome,
      address: { id: address.rows[0].cmp_id, line1: 'mine now' },
    });
    expect(made.status).toBe(201);
    const theirs = await world.sql.query('select line_1 from components_property_address where id = $1', [
      address.rows[0].cmp_id,
    ]);
    expect(theirs.rows[0].line_1).toContain(world.b.canary);
  });

  test("changes none of another's parts", async () => {
    const address = await world.sql.query(
      `select cmp_id from properties_cmps where entity_id = $1 and field = 'address'`,
      [rowOf(world.b, property)],
    );
    await world.a.panel.call('PUT', path(property, idOf(world.a, property)), {
      address: { id: address.rows[0].cmp_id, line1: 'mine now' },
    });
    const theirs = await world.sql.query('select line_1 from components_property_address where id = $1', [
      address.rows[0].cmp_id,
    ]);
    expect(theirs.rows[0].line_1).toContain(world.b.canary);
  });
});

describe('an entry of a host', () => {
  test.each([
    [{ state: 'unpublished' }],
    [{ host: { connect: [{ id: 2 }], disconnect: [] } }],
    [{ host: null }],
    [{ source: 'theirs', importedRatings: { overall: 5 } }],
  ])('does not change by %j', async (change) => {
    const before = await read('properties', rowOf(world.a, property));
    await world.a.panel.call('PUT', path(property, idOf(world.a, property)), change);
    expect(await read('properties', rowOf(world.a, property))).toMatchObject({
      ...{
        state: before['state'],
        host_id: before['host_id'],
        source: before['source'],
        imported_ratings: before['imported_ratings'],
      },
    });
  });

  test.each([
    [property, 'properties', { name: 'taken' }, 'name'],
    [photo, 'photo_uses', { caption: 'taken' }, 'caption'],
    [range, 'calendar_ranges', { closed: false }, 'closed'],
    ['api::host-profile.host-profile', 'host_profiles', { about: 'taken' }, 'about'],
    ['api::booking.booking', 'bookings', { hostNote: 'taken' }, 'host_note'],
  ])("of another's %s is not there to change or remove", async (uid, table, change, column) => {
    const before = await read(table, rowOf(world.b, uid));
    expect((await world.a.panel.call('PUT', path(uid, idOf(world.b, uid)), change)).status).toBe(404);
    expect([403, 404]).toContain((await world.a.panel.call('DELETE', path(uid, idOf(world.b, uid)))).status);
    expect((await read(table, rowOf(world.b, uid)))[column]).toEqual(before[column]);
  });

  test('is changed by its own host', async () => {
    const changed = await world.a.panel.call('PUT', path(property, idOf(world.a, property)), {
      summary: 'By the river',
    });
    expect(changed.status).toBe(200);
    expect((await read('properties', rowOf(world.a, property)))['summary']).toBe('By the river');
    const note = await world.a.panel.call('PUT', path('api::booking.booking', idOf(world.a, 'api::booking.booking')), {
      hostNote: 'late arrival',
    });
    expect(note.status).toBe(200);
    expect((await read('bookings', rowOf(world.a, 'api::booking.booking')))['host_note']).toBe('late arrival');
  });
});

/** Every form in which a relation can be sent. */
const relationForms = (id: number, documentId: string): [string, unknown][] => [
  ['id', id],
  ['text id', String(id)],
  ['documentId', documentId],
  ['object', { id }],
  ['connect', { connect: [{ id }] }],
  ['connect by document', { connect: [{ documentId }] }],
  ['connect with both', { connect: [{ id, documentId }] }],
  ['connect one', { connect: { id } }],
  ['set', { set: [{ id }] }],
  ['set by document', { set: [{ documentId }] }],
  ['list', [{ id }]],
  ['list of ids', [id]],
  ['two ids', { connect: [{ id: -1, documentId }] }],
];

describe('relations', () => {
  const count = relationForms(0, '').length;
  test.each(Array.from({ length: count }, (_, index) => index))(
    "do not hang a photo or a range on another's home (form %i)",
    async (index) => {
      const [, value] = relationForms(rowOf(world.b, property), idOf(world.b, property))[index] ?? [];
      for (const [uid, table, rest] of [
        [photo, 'photo_uses', { caption: 'x', position: 1, file: world.a.fileId }],
        [range, 'calendar_ranges', { firstNight: '2027-08-01', lastNight: '2027-08-02', closed: true }],
      ] as const) {
        expect((await world.a.panel.call('POST', path(uid), { ...rest, property: value })).status).toBe(400);
        expect((await world.a.panel.call('PUT', path(uid, idOf(world.a, uid)), { property: value })).status).toBe(400);
        expect((await read(table, rowOf(world.a, uid)))['property_id']).toBe(rowOf(world.a, property));
        const theirs = await world.sql.query(`select count(*)::int as n from ${table} where property_id = $1`, [
          rowOf(world.b, property),
        ]);
        expect(theirs.rows[0].n).toBe(1);
      }
    },
  );

  test.each(Array.from({ length: count }, (_, index) => index))(
    "do not take another's file (form %i)",
    async (index) => {
      const file = await read('files', world.b.fileId);
      const [, value] = relationForms(world.b.fileId, String(file['document_id']))[index] ?? [];
      expect((await world.a.panel.call('PUT', path(photo, idOf(world.a, photo)), { file: value })).status).toBe(400);
      const profile = path('api::host-profile.host-profile', idOf(world.a, 'api::host-profile.host-profile'));
      expect((await world.a.panel.call('PUT', profile, { photo: value })).status).toBe(400);
      const shown = await world.sql.query(
        `select count(*)::int as n from files_related_mph where file_id = $1 and related_type <> 'api::photo-use.photo-use'`,
        [world.b.fileId],
      );
      expect(shown.rows[0].n).toBe(0);
    },
  );

  test('hold what is a host’s own', async () => {
    const made = await world.a.panel.call('POST', path(photo), {
      ...{ caption: 'The terrace', position: 2, file: world.a.fileId },
      property: { connect: [{ id: rowOf(world.a, property), documentId: idOf(world.a, property) }] },
    });
    expect(made.status).toBe(201);
    expect((await read('photo_uses', made.body.data.id))['property_id']).toBe(rowOf(world.a, property));
    const removed = await world.a.panel.call('DELETE', path(photo, made.body.data.documentId));
    expect(removed.status).toBe(200);
  });

  test('a range cannot be without a home, nor from a feed', async () => {
    const nights = { firstNight: '2027-08-01', lastNight: '2027-08-02', closed: true };
    expect((await world.a.panel.call('POST', path(range), nights)).status).toBe(400);
    const made = await world.a.panel.call('POST', path(range), {
      ...nights,
      property: rowOf(world.a, property),
      source: 'feed',
    });
    expect((await read('calendar_ranges', made.body.data.id))['source']).toBe('host');
    expect((await world.a.panel.call('PUT', path(range, made.body.data.documentId), { property: null })).status).toBe(
      400,
    );
  });
});

describe('what nobody writes by a form, the super admin neither', () => {
  test.each([
    ['api::booking.booking', 'bookings', { state: 'confirmed' }],
    ['api::booking.booking', 'bookings', { total: '1' }],
    ['api::booking.booking', 'bookings', { guest: { disconnect: [{ id: 1 }] } }],
    ['api::booking-event.booking-event', 'booking_events', { reason: 'other' }],
    ['api::payment.payment', 'payments', { state: 'captured' }],
    ['api::payment.payment', 'payments', { capturedAmount: '55000' }],
    ['api::refund.refund', 'refunds', { amount: '1' }],
    ['api::review.review', 'reviews', { body: 'other words' }],
    ['api::review.review', 'reviews', { state: 'hidden' }],
    ['api::review.review', 'reviews', { overall: 1 }],
    ['api::review-decision.review-decision', 'review_decisions', { reason: 'other' }],
    ['api::report.report', 'reports', { state: 'dismissed' }],
    [property, 'properties', { state: 'unpublished' }],
  ])('%s (%s) by %j', async (uid, table, change) => {
    const before = await read(table, rowOf(world.b, uid));
    const answer = await world.operator.call('PUT', path(uid, idOf(world.b, uid)), change);
    const { updated_at: _at, published_at: _since, updated_by_id: _by, ...rest } = before;
    expect(await read(table, rowOf(world.b, uid))).toMatchObject(rest);
    expect([200, 400, 403]).toContain(answer.status);
  });

  test.each([
    'api::booking.booking',
    'api::payment.payment',
    'api::refund.refund',
    'api::review.review',
    'api::review-decision.review-decision',
    'api::booking-event.booking-event',
  ])('%s is neither made nor removed', async (uid) => {
    expect((await world.operator.call('POST', path(uid), {})).status).toBe(403);
    expect((await world.operator.call('DELETE', path(uid, idOf(world.b, uid)))).status).toBe(403);
  });

  test('a role that an operator made with every right on reviews still cannot rewrite one', async () => {
    const editor = await asEditor();
    const review = path('api::review.review', idOf(world.b, 'api::review.review'));
    const refused = await editor('PUT', review, { body: 'other words' });
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain('author');
    expect((await editor('DELETE', review)).status).toBe(400);
    expect(
      (
        await editor('POST', path('api::review.review'), {
          body: 'x',
          side: 'guest',
          state: 'published',
          writtenAt: '2026-01-01T00:00:00Z',
        })
      ).status,
    ).toBe(400);
    expect((await read('reviews', rowOf(world.b, 'api::review.review')))['body']).toContain(world.b.canary);
  });
});

/** Strapi's own Editor role may create, change and delete every content type. */
async function asEditor() {
  const roles = await world.operator.call('GET', '/admin/roles');
  const role = roles.body.data.find((candidate: { code: string }) => candidate.code === 'strapi-editor');
  const user = { email: 'editor@example.com', firstname: 'Edda', lastname: 'Editor' };
  const invited = await world.operator.call('POST', '/admin/users', { ...user, roles: [role.id] });
  const registered = await fetch(`${world.app.url}/admin/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      registrationToken: invited.body.data.registrationToken,
      userInfo: { firstname: 'Edda', lastname: 'Editor', password: 'Correct-horse-7' },
    }),
  });
  const { data } = (await registered.json()) as { data: { token: string } };
  const { callerWith } = await import('./support/panel-world');
  return callerWith(world.app.url, data.token).call;
}
