import { keepTaxRecord } from '../../../src/api/tax-profile/use-cases/keep-tax-record';
import { changeTaxProfile, ownTaxProfile } from '../../../src/api/tax-profile/use-cases/own-profile';
import { postLedger } from '../../../src/api/payment/queries/post-ledger';
import { released } from '../../../src/domain/ledger-payouts';
import { emptyTaxProfile, type TaxProfile } from '../../../src/domain/tax-profile';
import { forgetTaxProfiles } from '../../../src/jobs/forget-tax-profiles';
import { paidStay, sure } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { company, person } from '../support/tax-profile';
import { makeHome } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

const refusals = async (hostId: number, profile: TaxProfile) => {
  const outcome = await changeTaxProfile(world.app, hostId, profile);
  return outcome.ok ? [] : outcome.reasons.map(({ code, field }) => `${code} ${field}`);
};
const stored = (hostId: number) =>
  world.app.db.query<{ sealed: string; kept: boolean }>(
    'select sealed, keep_until is not null as kept from host_tax_profile where host_id = $1',
    [hostId],
  );

test('comes back as it was written, and cannot be read in the database', async () => {
  const { hostId } = await makeHome(world.app);
  expect(await ownTaxProfile(world.app, hostId)).toEqual({
    ...{ ...emptyTaxProfile, updatedAt: null },
    missing: ['kind', 'name', 'address', 'tin'],
  });
  sure(await changeTaxProfile(world.app, hostId, person));
  expect(await ownTaxProfile(world.app, hostId)).toMatchObject({ ...person, missing: [] });
  const [row] = await stored(hostId);
  for (const secret of ['Secreta', 'Oculta', '123456789', '1980'])
    for (const text of [row?.sealed ?? '', Buffer.from(row?.sealed ?? '', 'base64').toString('latin1')])
      expect(text).not.toContain(secret);

  sure(await changeTaxProfile(world.app, hostId, company));
  expect(await ownTaxProfile(world.app, hostId)).toMatchObject({ ...company, missing: [] });
});

test.each([
  ['a country that there is not', { residences: ['ZZ'] }, ['unknown_country residences.0']],
  ['the union in place of a country', { residences: ['EU'] }, ['unknown_country residences.0']],
  [
    'a number with a wrong check digit',
    { tins: [{ number: '123456780', country: 'PT' }] },
    ['tax_number tins.0.number'],
  ],
  ['a number that is none', { tins: [{ number: '<b>1</b>', country: 'US' }] }, ['tax_number tins.0.number']],
  [
    'two numbers of a country',
    { tins: [person.tins[0], person.tins[0]] as TaxProfile['tins'] },
    ['one_a_country tins.1.country'],
  ],
  ['a VAT id with a wrong check digit', { vatId: 'PT501442601' }, ['vat_id vatId']],
  ['a register number of an individual', { registrationNumber: '1' }, ['only_entities registrationNumber']],
  [
    'a place of business that an individual has',
    { permanentEstablishments: ['ES'] },
    ['only_entities permanentEstablishments'],
  ],
  ['a birth that is to come', { dateOfBirth: '2999-01-01' }, ['date_of_birth dateOfBirth']],
  ['land of nobody', { land: [{ property: 'a'.repeat(24), registration: '1' }] }, ['no_such_property land.0.property']],
])('%s is refused, and changes nothing', async (_, change: Partial<TaxProfile>, expected) => {
  const { hostId } = await makeHome(world.app);
  expect(await refusals(hostId, { ...person, ...change })).toEqual(expected);
  expect(await stored(hostId)).toEqual([]);
});

test('an entity names the countries in which it has places of business, and no other words', async () => {
  const { hostId } = await makeHome(world.app);
  expect(await refusals(hostId, { ...company, permanentEstablishments: ['ES', 'EU'] })).toEqual([
    'unknown_country permanentEstablishments.1',
  ]);
  sure(await changeTaxProfile(world.app, hostId, { ...company, permanentEstablishments: ['ES', 'FR'] }));
  expect(await ownTaxProfile(world.app, hostId)).toMatchObject({ permanentEstablishments: ['ES', 'FR'], missing: [] });
});

test('a birthday of a company is refused, and another host’s home is as good as none', async () => {
  const [own, another] = [await makeHome(world.app), await makeHome(world.app)];
  expect(await refusals(own.hostId, { ...company, dateOfBirth: '1980-01-01' })).toEqual([
    'only_individuals dateOfBirth',
  ]);
  const land = (property: string) => ({ ...person, land: [{ property, registration: 'L-1' }] });
  expect(await refusals(own.hostId, land(another.documentId))).toEqual(['no_such_property land.0.property']);
  expect(await refusals(own.hostId, land(own.documentId))).toEqual([]);
});

test.each([
  ['DE', '36574261809', true],
  ['ES', '54362315K', true],
  ['ES', '54362315Z', false],
  ['FR', '3023217600053', true],
  ['IT', 'RCCMNL83S18D969H', true],
  ['CY', '00123123T', true],
  ['US', '12-3456789', true],
  ['BR', '390.533.447-05', true],
  ['JP', '1234 5678 9012', true],
])('a number of %s, %s: %p', async (country, number, isTaken) => {
  const { hostId } = await makeHome(world.app);
  expect((await refusals(hostId, { ...person, tins: [{ number, country }] })).length === 0).toBe(isTaken);
});

test('an erased host who was never paid leaves nothing; one who was, a sealed record until the law is done with it', async () => {
  const never = await makeHome(world.app);
  sure(await changeTaxProfile(world.app, never.hostId, person));
  await world.app.db.transaction((tx) => keepTaxRecord(world.app, tx, never.hostId));
  expect(await stored(never.hostId)).toEqual([]);

  const stay = await paidStay(world);
  const { hostId } = stay.home;
  sure(await changeTaxProfile(world.app, hostId, person));
  const shares = { hostPayout: 30_000, platformFee: 5_000, tax: 0, currency: 'EUR' };
  const at = world.clock.now().toString();
  await world.app.db.transaction((tx) =>
    postLedger(tx, released({ bookingId: stay.id, hostId, ...shares }), {
      ...{ source: 'casita', externalId: `release-${stay.id}`, bookingId: stay.id, at },
    }),
  );
  await world.app.db.transaction((tx) => keepTaxRecord(world.app, tx, hostId));
  const rows = await world.app.db.query<{ keep_until: Date; sealed: string }>(
    'select keep_until, sealed from host_tax_profile where host_id = $1',
    [hostId],
  );
  const year = world.clock.now().toZonedDateTimeISO('UTC').year;
  expect(rows[0]?.keep_until.toISOString()).toBe(`${year + 11}-01-01T00:00:00.000Z`);
  const kept = JSON.parse(world.app.secrets.open(rows[0]?.sealed ?? '') ?? '') as { addresses: object };
  expect(kept.addresses).toMatchObject({ [stay.home.documentId]: { line1: 'Rua de Teste 1', country: 'PT' } });

  const due = await forgetTaxProfiles.nextDueAt(world.app);
  expect(due?.toString()).toBe(`${year + 11}-01-01T00:00:00Z`);
  expect(await forgetTaxProfiles.run(world.app)).toBe(0);
  const later = { ...world.app, clock: { now: () => due as NonNullable<typeof due> } };
  expect(await forgetTaxProfiles.run(later)).toBe(1);
  expect(await stored(hostId)).toEqual([]);
});

test('a lost key is a fault, not a host who said nothing', async () => {
  const { hostId } = await makeHome(world.app);
  await world.app.db.query(`insert into host_tax_profile (host_id, sealed, updated_at) values ($1, 'AAAA', now())`, [
    hostId,
  ]);
  await expect(ownTaxProfile(world.app, hostId)).rejects.toThrow(/ENCRYPTION_KEY/);
});
