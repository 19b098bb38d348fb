import { hostileWorld, bookedFor, type HostileWorld } from './support/hostile-world';
import { missingId } from './support/access-world';
import { registerOperator, type PanelCaller } from './support/panel-world';

/** A picture of damage as a file: for guest, host and staff of its booking; to everybody else it is not there. */
const PHOTO = 'photo0000000000000000001';
const CLAIM = 'claim0000000000000000001';
const bytes = Buffer.from('ffd8ffe000104a4649460001', 'hex');

let world: HostileWorld;
let operator: PanelCaller;
let path: string;
beforeAll(async () => {
  world = await hostileWorld();
  operator = await registerOperator(world.app.url);
  const { documentId } = await bookedFor(world);
  await world.db.query(
    `insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, filed_at, answer_by)
     select $2, id, 1, host_id, 'filed', 7500, currency, 'A lamp', now(), now() + interval '1 day' from bookings where document_id = $1`,
    [documentId, CLAIM],
  );
  await world.db.query(
    `insert into damage_claim_photo (document_id, claim_id, side, jpeg, at) select $1, id, 'host', $2, now() from damage_claim`,
    [PHOTO, bytes],
  );
  path = `/api/bookings/${documentId}/claims/1/photos/${PHOTO}.jpg`;
});
afterAll(() => world.stop());

async function get(address: string, token: string | null): Promise<{ status: number; type: string; body: Buffer }> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(world.app.url + address, { headers });
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, type, body: Buffer.from(await answer.arrayBuffer()) };
}

test('both parties have the picture, and it is no page to a browser', async () => {
  for (const { token } of [world.guest, world.host]) {
    expect(await get(path, token)).toEqual({ status: 200, type: 'image/jpeg', body: bytes });
  }
});

test('staff have it by their own door, and not by the parties’', async () => {
  const staff = await get(`/casita/claims/${CLAIM}/photo?photo=${PHOTO}`, operator.token);
  expect(staff).toEqual({ status: 200, type: 'image/jpeg', body: bytes });
  expect((await get(path, operator.token)).status).toBe(401);
  expect((await get(`/casita/claims/${CLAIM}/photo?photo=${PHOTO}`, world.host.token)).status).toBe(401);
});

test('to strangers it is as good as missing, to the letter', async () => {
  const missing = path.replace(PHOTO, missingId);
  for (const token of [world.otherGuest.token, world.otherHost.token, null]) {
    const answer = await get(path, token);
    expect(answer.status).toBe(token === null ? 401 : 404);
    expect(answer).toEqual(await get(missing.replace(/bookings\/[^/]+/, `bookings/${missingId}`), token));
  }
});

test('nor is it there under another booking, another claim, or another name', async () => {
  const others = [
    path.replace(/bookings\/[^/]+/, `bookings/${missingId}`),
    path.replace('/claims/1/', '/claims/2/'),
    path.replace(PHOTO, missingId),
    path.replace(PHOTO, PHOTO.toUpperCase()),
    path.replace('.jpg', '.png'),
    path.replace('/claims/', '/CLAIMS/../claims/../'),
    `/uploads/${PHOTO}.jpg`,
  ];
  for (const address of others) expect([400, 404]).toContain((await get(address, world.guest.token)).status);
});
