import { startPanelApp, type PanelApp } from './support/panel-app';

/** What staff do with a booking: cancel it, or say that the guest did not come; with a reason, and under their name. */

let world: PanelApp;

beforeAll(async () => {
  world = await startPanelApp();
  // What was sold, and when the stay begins: the panel's world is written by hand, and without them there is nothing to give back.
  await world.sql.query(
    `update bookings set quote = $1, check_in_at = '2027-05-01T14:00:00Z', check_out_at = '2027-05-04T10:00:00Z', cancellation_policy = '{"code": "moderate"}'`,
    [
      JSON.stringify({
        lines: [{ code: 'accommodation', kind: 'accommodation', label: 'Nights', amount: 55_000 }],
        nights: [],
        hostFee: 0,
        checkInTime: '15:00',
        timeZone: 'Europe/Lisbon',
      }),
    ],
  );
});
afterAll(() => world?.stop());

const bookingOf = (host: 'a' | 'b') => world[host].entry['api::booking.booking'] ?? { id: 0, documentId: '' };
const stateOf = async (id: number): Promise<unknown> =>
  (await world.sql.query('select state, cancelled_by from bookings where id = $1', [id])).rows[0];
const ask = (who: 'operator' | 'moderator', documentId: string, verb: string, body: object) =>
  world[who].call('POST', `/casita/bookings/${documentId}/${verb}`, body);

test.each(['cancel', 'no-show'])(
  'neither hosts nor moderators %s for the marketplace, and staff say why',
  async (verb) => {
    const { id, documentId } = bookingOf('a');
    const path = `/casita/bookings/${documentId}/${verb}`;
    const reason = { reason: 'The house is flooded' };
    expect((await world.a.panel.call('POST', path, reason)).status).toBe(403);
    expect((await world.moderator.call('POST', path, reason)).status).toBe(403);
    expect((await ask('operator', documentId, verb, {})).status).toBe(400);
    expect((await ask('operator', documentId, verb, { reason: '  ' })).status).toBe(400);
    expect((await ask('operator', 'a'.repeat(24), verb, reason)).status).toBe(404);
    expect(await stateOf(id)).toMatchObject({ state: 'requested' });
  },
);

test('a no-show is of a confirmed stay', async () => {
  const { documentId } = bookingOf('b');
  expect((await ask('operator', documentId, 'no-show', { reason: 'Nobody came' })).status).toBe(409);
});

test('staff cancel: the booking and its history say who, why and through which door', async () => {
  const { id, documentId } = bookingOf('b');
  const answer = await ask('operator', documentId, 'cancel', { reason: 'The house is flooded' });
  expect([answer.status, answer.body]).toEqual([200, { data: { documentId } }]);
  expect(await stateOf(id)).toEqual({ state: 'cancelled', cancelled_by: 'staff' });
  const { rows } = await world.sql.query(
    `select move, from_state, to_state, actor_kind, actor_name, door, reason from booking_events where booking_id = $1 order by id desc limit 1`,
    [id],
  );
  expect(rows[0]).toEqual({
    move: 'cancel_by_staff',
    from_state: 'requested',
    to_state: 'cancelled',
    actor_kind: 'staff',
    actor_name: expect.stringMatching(/\w/),
    door: 'admin',
    reason: 'The house is flooded',
  });
  expect((await ask('operator', documentId, 'cancel', { reason: 'Again' })).status).toBe(409);
});
