import { startPanelApp, type PanelApp } from './support/panel-app';

/** The media library in the hands of hosts, and the rules of a listing behind its form. */

let world: PanelApp;

beforeAll(async () => {
  world = await startPanelApp();
});
afterAll(() => world?.stop());

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function form(name: string, type: string, content: Buffer | string, fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.append(field, value);
  data.append('files', new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type }), name);
  return data;
}

describe('files', () => {
  test('a host uploads, sees, opens and removes their own', async () => {
    const made = await world.a.panel.call('POST', '/upload', form('terrace.png', 'image/png', pixel));
    expect([made.status, made.text]).toEqual([201, expect.stringContaining('terrace')]);
    const id = made.body[0].id as number;
    const listed = await world.a.panel.call('GET', '/upload/files?page=1&pageSize=50');
    expect(listed.body.results.map((file: { id: number }) => file.id).sort()).toEqual([world.a.fileId, id].sort());
    expect((await world.b.panel.call('GET', `/upload/files/${id}`)).status).toBe(404);
    expect((await world.a.panel.call('DELETE', `/upload/files/${id}`)).status).toBe(200);
  });

  test("another's is not listed, found, opened, changed, replaced or removed", async () => {
    const { call } = world.a.panel;
    const listed = await call('GET', '/upload/files?page=1&pageSize=50&_q=bruno');
    expect([listed.status, listed.body.results]).toEqual([200, []]);
    const path = `/upload/files/${world.b.fileId}`;
    const missing = await call('GET', '/upload/files/999999');
    expect([(await call('GET', path)).status, missing.status]).toEqual([404, 404]);
    expect((await call('PUT', path, { fileInfo: { name: 'mine.png' } })).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(404);
    expect([403, 404]).toContain(
      (await call('POST', `/upload?id=${world.b.fileId}`, form('mine.png', 'image/png', pixel))).status,
    );
    expect((await call('POST', `${path}/replace`, form('mine.png', 'image/png', pixel))).status).toBe(404);
    const row = await world.sql.query('select name, url from files where id = $1', [world.b.fileId]);
    expect(row.rows[0]).toEqual({ name: 'bruno.png', url: '/uploads/bruno.png' });
  });

  test.each([
    ['page.html', 'text/html', '<script>alert(1)</script>'],
    ['page.html', 'image/png', pixel],
    ['drawing.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['code.js', 'image/png', 'alert(1)'],
    ['page.php', 'application/x-php', '<?php'],
    ['nothing', 'image/png', pixel],
  ])('%s as %s is not taken', async (name, type, content) => {
    for (const path of ['/upload', '/upload/files']) {
      expect((await world.a.panel.call('POST', path, form(name, type, content))).status).toBe(400);
    }
  });

  test('are hung on nothing by the upload itself, and put in no folder', async () => {
    const target = {
      ref: 'api::photo-use.photo-use',
      refId: String(world.b.entry['api::photo-use.photo-use']?.id),
      field: 'file',
    };
    expect((await world.a.panel.call('POST', '/upload', form('x.png', 'image/png', pixel, target))).status).toBe(400);
    const folder = { fileInfo: JSON.stringify({ folder: 1 }) };
    expect((await world.a.panel.call('POST', '/upload', form('x.png', 'image/png', pixel, folder))).status).toBe(400);
    for (const query of ['populate=*', 'filters[createdBy][email][$startsWith]=b', 'fields[0]=provider_metadata']) {
      expect((await world.a.panel.call('GET', `/upload/files?${query}`)).status).toBe(400);
    }
  });
});

describe('a listing written by a form', () => {
  const path = (documentId: string) => `/content-manager/collection-types/api::property.property/${documentId}`;

  test('stays complete while it is published', async () => {
    const { id = 0, documentId = '' } = world.a.entry['api::property.property'] ?? {};
    const priced = await world.a.panel.call('PUT', path(documentId), { prices: { base: '9000' } });
    expect(priced.status).toBe(200);
    const refused = await world.a.panel.call('PUT', path(documentId), { prices: { base: null }, summary: 'half' });
    expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining('prices.base')]);
    const row = await world.sql.query('select summary from properties where id = $1', [id]);
    expect(row.rows[0].summary).toBeNull();
  });

  test('asks no more than its own maximum', async () => {
    const made = await world.a.panel.call('POST', '/content-manager/collection-types/api::property.property', {
      ...{ name: 'Odd', propertyType: 'House', roomType: 'entire_home', currency: 'EUR' },
      bookingRules: {
        minNights: 9,
        maxNights: 3,
        checkInTime: '15:00',
        checkOutTime: '11:00',
        cancellationPolicy: 'moderate',
      },
    });
    expect([made.status, made.body.error.message]).toEqual([400, expect.stringContaining('bookingRules.minNights')]);
  });

  test('a range that ends before it begins is refused with words', async () => {
    const refused = await world.a.panel.call(
      'POST',
      '/content-manager/collection-types/api::calendar-range.calendar-range',
      {
        ...{
          property: world.a.entry['api::property.property']?.id,
          firstNight: '2027-08-05',
          lastNight: '2027-08-01',
          closed: true,
        },
      },
    );
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      'lastNight is before the first night (2027-08-05)',
    ]);
  });
});
