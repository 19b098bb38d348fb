import type { HostWorld, PanelCaller } from './support/panel-world';
import { startPanelApp, type PanelApp } from './support/panel-app';

/** Who sees what over the panel's own HTTP API: hosts their own, moderators reviews, nobody a count of more. */

let world: PanelApp;

beforeAll(async () => {
  world = await startPanelApp();
});
afterAll(() => world?.stop());

const hostTypes = [
  'api::property.property',
  'api::photo-use.photo-use',
  'api::calendar-range.calendar-range',
  'api::host-profile.host-profile',
  'api::booking.booking',
  'api::booking-event.booking-event',
  'api::payment.payment',
  'api::refund.refund',
  'api::review.review',
];
const moderatorTypes = [
  'api::review.review',
  'api::report.report',
  'api::review-decision.review-decision',
  'api::property.property',
];
const everyType = [
  ...new Set([
    ...hostTypes,
    ...moderatorTypes,
    'api::amenity.amenity',
    'plugin::users-permissions.user',
    'admin::user',
    'plugin::upload.file',
  ]),
];
const others = (types: readonly string[]) =>
  everyType.filter((uid) => !types.includes(uid) && uid !== 'api::amenity.amenity');

const list = (uid: string, query = '') => `/content-manager/collection-types/${uid}?page=1&pageSize=100${query}`;
const one = (uid: string, documentId: string) => `/content-manager/collection-types/${uid}/${documentId}`;
const idOf = (host: HostWorld, uid: string) => host.entry[uid]?.documentId ?? '';

describe('a host', () => {
  test.each(hostTypes)('lists, counts and opens their own %s only', async (uid) => {
    const own = await world.a.panel.call('GET', list(uid));
    expect(own.status).toBe(200);
    expect(own.body.pagination.total).toBe(1);
    expect(own.body.results.map((entry: { documentId: string }) => entry.documentId)).toEqual([idOf(world.a, uid)]);
    expect(own.text).not.toContain(world.b.canary);
    const opened = await world.a.panel.call('GET', one(uid, idOf(world.a, uid)));
    expect(opened.status).toBe(200);
    expect(opened.body.data.documentId).toBe(idOf(world.a, uid));
    expect(opened.text).not.toContain(world.guestEmail);
  });

  test.each(hostTypes)("finds another's %s as little as one that is not there", async (uid) => {
    const theirs = await world.a.panel.call('GET', one(uid, idOf(world.b, uid)));
    const missing = await world.a.panel.call('GET', one(uid, 'aaaaaaaaaaaaaaaaaaaaaaaa'));
    expect(theirs.status).toBe(404);
    expect(theirs.text).toBe(missing.text);
  });

  test.each(hostTypes)("finds nothing of another's %s by searching", async (uid) => {
    for (const words of [world.b.canary, 'bruno', world.guestEmail]) {
      const found = await world.a.panel.call('GET', list(uid, `&_q=${encodeURIComponent(words)}`));
      expect([found.status, found.body.pagination.total]).toEqual([200, 0]);
    }
  });

  test.each(others(hostTypes))('has no way to %s', async (uid) => {
    expect((await world.a.panel.call('GET', list(uid))).status).toBe(403);
    expect((await world.a.panel.call('POST', `/content-manager/collection-types/${uid}`, {})).status).toBe(403);
  });

  test('sees of reviews neither sealed, pending nor hidden ones', async () => {
    for (const which of ['sealed review', 'pending review']) {
      expect((await world.a.panel.call('GET', one('api::review.review', idOf(world.a, which)))).status).toBe(404);
    }
  });

  test('does not see who pays with what, nor who the guest is', async () => {
    const payment = await world.a.panel.call('GET', one('api::payment.payment', idOf(world.a, 'api::payment.payment')));
    expect(Object.keys(payment.body.data)).toEqual(expect.arrayContaining(['amount', 'state']));
    expect(payment.text).not.toMatch(/pi_|cs_/);
    const event = await world.a.panel.call(
      'GET',
      one('api::booking-event.booking-event', idOf(world.a, 'api::booking-event.booking-event')),
    );
    expect(event.text).not.toContain('Gisela Private');
  });
});

describe('a moderator', () => {
  test.each(moderatorTypes)('reads %s of everybody, nothing private in it', async (uid) => {
    const all = await world.moderator.call('GET', list(uid));
    expect(all.status).toBe(200);
    for (const host of [world.a, world.b]) {
      expect(all.body.results.map((entry: { documentId: string }) => entry.documentId)).toContain(idOf(host, uid));
      expect(all.text).not.toContain(host.secret);
      const opened = await world.moderator.call('GET', one(uid, idOf(host, uid)));
      expect([opened.status, opened.text.includes(host.secret), opened.text.includes(world.guestEmail)]).toEqual([
        200,
        false,
        false,
      ]);
    }
    expect(all.text).not.toMatch(/1000|"total":"?55000|@example\.com/);
  });

  test.each(others(moderatorTypes))('has no way to %s', async (uid) => {
    expect((await world.moderator.call('GET', list(uid))).status).toBe(403);
  });

  test.each(moderatorTypes)('writes no %s by its form', async (uid) => {
    const id = idOf(world.a, uid);
    expect((await world.moderator.call('PUT', one(uid, id), { name: 'x', body: 'x', state: 'published' })).status).toBe(
      404,
    );
    expect((await world.moderator.call('POST', `/content-manager/collection-types/${uid}`, {})).status).toBe(403);
  });

  test('does not see a sealed review', async () => {
    expect((await world.moderator.call('GET', one('api::review.review', idOf(world.a, 'sealed review')))).status).toBe(
      404,
    );
    const all = await world.moderator.call('GET', list('api::review.review'));
    expect(all.text).not.toContain('sealed stay');
  });
});

describe('what can be asked of a list', () => {
  const oracles: readonly [string, string, string][] = [
    ['moderator', 'api::review.review', '&filters[property][address][line1][$startsWith]=secret'],
    ['moderator', 'api::review.review', '&filters[property][state]=published'],
    ['moderator', 'api::review.review', '&filters[author][email][$startsWith]=g'],
    ['moderator', 'api::review.review', '&filters[privateNote][$contains]=secret'],
    ['moderator', 'api::review.review', '&filters[$and][0][$or][0][property][host][user][email][$startsWith]=a'],
    ['moderator', 'api::report.report', '&filters[reporter][email][$startsWith]=g'],
    ['moderator', 'api::report.report', '&filters[review][author][email][$startsWith]=g'],
    ['moderator', 'api::property.property', '&filters[address][line1][$startsWith]=secret'],
    ['moderator', 'api::property.property', '&filters[prices][base][$gt]=1'],
    ['moderator', 'api::property.property', '&filters[createdBy][email][$startsWith]=a'],
    ['moderator', 'api::review.review', '&sort=property.address.line1:ASC'],
    ['moderator', 'api::review.review', '&sort[property][stateReason]=asc'],
    ['moderator', 'api::review.review', '&populate[property][populate]=*'],
    ['moderator', 'api::review.review', '&populate=*'],
    ['moderator', 'api::review.review', '&fields[0]=privateNote'],
    ['host', 'api::booking.booking', '&filters[guest][email][$startsWith]=g'],
    ['host', 'api::booking.booking', '&filters[property][host][adminUser][email][$startsWith]=b'],
    ['host', 'api::payment.payment', '&filters[stripePaymentIntent][$startsWith]=pi'],
    ['host', 'api::payment.payment', '&filters[booking][guest][email][$contains]=g'],
    ['host', 'api::booking.booking', '&sort=guest.email:ASC'],
    ['host', 'api::property.property', '&filters[source][$notNull]=true'],
  ];
  test.each(oracles)('a %s may not ask %s %s', async (who, uid, query) => {
    expect((await callerOf(who).call('GET', list(uid, query))).status).toBe(400);
  });

  const questions: readonly [string, string, string][] = [
    ['moderator', 'api::review.review', '&filters[$and][0][state][$eq]=pending'],
    ['moderator', 'api::review.review', '&filters[$and][0][property][name][$containsi]=casa'],
    ['moderator', 'api::review.review', '&sort=writtenAt:DESC'],
    ['moderator', 'api::review.review', '&sort=property.name:ASC'],
    ['host', 'api::booking.booking', '&filters[$and][0][state][$eq]=requested'],
    ['host', 'api::booking.booking', '&filters[checkIn][$gte]=2026-01-01'],
    ['host', 'api::photo-use.photo-use', '&filters[property][documentId][$eq]=aaaaaaaaaaaaaaaaaaaaaaaa'],
  ];
  test.each(questions)('a %s may ask %s %s', async (who, uid, query) => {
    expect((await callerOf(who).call('GET', list(uid, query))).status).toBe(200);
  });
});

describe('relation pickers', () => {
  test.each(['api::photo-use.photo-use', 'api::calendar-range.calendar-range'])(
    'offer a host own properties only, on %s',
    async (uid) => {
      const offered = await world.a.panel.call('GET', `/content-manager/relations/${uid}/property?page=1&pageSize=50`);
      expect(offered.status).toBe(200);
      expect(offered.body.results.map((entry: { documentId: string }) => entry.documentId)).toEqual([
        idOf(world.a, 'api::property.property'),
      ]);
      const found = await world.a.panel.call(
        'GET',
        `/content-manager/relations/${uid}/property?page=1&pageSize=50&_q=bruno`,
      );
      expect(found.body.results).toEqual([]);
    },
  );

  test.each([
    ['api::booking.booking', 'guest'],
    ['api::booking.booking', 'host'],
    ['api::property.property', 'host'],
    ['api::host-profile.host-profile', 'user'],
    ['api::host-profile.host-profile', 'adminUser'],
    ['api::review.review', 'author'],
    ['api::review.review', 'booking'],
    ['api::report.report', 'reporter'],
  ])('%s.%s is closed to hosts and moderators', async (uid, field) => {
    for (const caller of [world.a.panel, world.moderator]) {
      expect((await caller.call('GET', `/content-manager/relations/${uid}/${field}?page=1`)).status).toBe(403);
    }
  });

  test("do not open another's entry", async () => {
    const path = (host: HostWorld) =>
      `/content-manager/relations/api::booking.booking/${idOf(host, 'api::booking.booking')}/property`;
    expect((await world.a.panel.call('GET', path(world.a))).body.results[0].name).toContain('alma');
    expect((await world.a.panel.call('GET', path(world.b))).status).toBe(404);
  });

  test('take nothing but what a form sends', async () => {
    const path = '/content-manager/relations/api::photo-use.photo-use/property?page=1';
    for (const query of ['&populate=*', '&fields[0]=stateReason', '&filters[name]=x', '&sort=name']) {
      expect((await world.a.panel.call('GET', path + query)).status).toBe(400);
    }
  });
});

describe('the home page and the rest of the panel', () => {
  test('shows a host recent entries of their own', async () => {
    const recent = await world.a.panel.call('GET', '/content-manager/homepage/recent-documents?action=update');
    expect(recent.status).toBe(200);
    expect(recent.body.data.length).toBeGreaterThan(0);
    const own = Object.values(world.a.entry).map((entry) => entry.documentId);
    for (const entry of recent.body.data) expect(own).toContain(entry.documentId);
  });

  test.each([
    ['GET', '/admin/homepage/key-statistics'],
    ['GET', '/content-manager/homepage/count-documents'],
    ['GET', '/admin/users'],
    ['GET', '/admin/users/1'],
    ['GET', '/admin/roles'],
    ['GET', '/admin/permissions'],
    ['GET', '/admin/webhooks'],
    ['POST', '/admin/admin-tokens'],
    ['GET', '/admin/api-tokens'],
    ['GET', '/content-type-builder/content-types'],
    ['GET', '/content-type-builder/reserved-names'],
    ['PUT', '/content-manager/components/property.address/configuration'],
    ['PUT', '/content-manager/content-types/api::property.property/configuration'],
    ['POST', '/content-manager/collection-types/api::booking.booking/actions/bulkFindForValidation'],
    ['POST', '/content-manager/collection-types/api::property.property/actions/bulkDelete'],
    ['POST', '/content-manager/collection-types/api::property.property/clone/x'],
    ['GET', '/users-permissions/roles'],
    ['GET', '/users-permissions/permissions'],
    ['POST', '/upload/actions/upload-from-urls'],
    ['POST', '/upload/actions/bulk-delete'],
    ['GET', '/upload/settings'],
    ['POST', '/upload/folders'],
    ['GET', '/email/settings'],
    ['POST', '/i18n/locales'],
  ])('%s %s is closed to hosts and moderators', async (method, path) => {
    for (const caller of [world.a.panel, world.moderator]) {
      expect((await caller.call(method, path, method === 'GET' ? undefined : {})).status).toBe(403);
    }
  });
});

const callerOf = (who: string): PanelCaller => (who === 'host' ? world.a.panel : world.moderator);
