import { z } from 'zod';
import { documentId, instant, text } from '../../contract/fields';
import { callerOf, operation, type AnyOperation, type Call } from '../../contract/operation';
import { accept, refuse } from '../../domain/refusal';
import { exclusions, sellerKinds } from '../../domain/tax-profile';
import { changeTaxProfile, ownTaxProfile, type OwnTaxProfile } from './use-cases/own-profile';

const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ description: 'ISO 3166-1 alpha-2' });
const words = (max: number) => text(max, 1).nullable().default(null);

const input = z.strictObject({
  kind: z.enum(sellerKinds).nullable().default(null),
  name: words(200).meta({ description: 'First and last name, or the entity’s legal name' }),
  address: z
    .strictObject({
      line1: text(200, 1),
      line2: words(200),
      postcode: words(20),
      city: text(120, 1),
      region: words(120),
      country,
    })
    .nullable()
    .default(null)
    .meta({ description: 'Where an individual lives, where an entity has its registered office' }),
  residences: z.array(country).max(5).default([]).meta({ description: 'Where tax is paid, if not only there' }),
  tins: z
    .array(z.strictObject({ number: text(30, 1), country }))
    .max(5)
    .default([])
    .meta({ description: 'Tax identification numbers, one a country' }),
  placeOfBirth: z
    .strictObject({ city: text(120, 1), country })
    .nullable()
    .default(null)
    .meta({ description: 'Of an individual whose country gives no numbers' }),
  dateOfBirth: z.iso.date().nullable().default(null),
  registrationNumber: words(50).meta({ description: 'Of an entity, in the register of its country' }),
  permanentEstablishments: z
    .array(country)
    .max(27)
    .default([])
    .meta({ description: 'Of an entity: member states of the Union in which it has one through which it lets' }),
  vatId: words(16).meta({ description: 'With the prefix of its country' }),
  accountHolder: words(200).meta({ description: 'Whose account is paid, where it is another’s' }),
  exclusion: z.enum(exclusions).nullable().default(null).meta({ description: 'Why an entity is not reported on' }),
  land: z
    .array(z.strictObject({ property: documentId, registration: text(100, 1) }))
    .max(500)
    .default([])
    .meta({ description: 'Land registration numbers of own homes' }),
});

const schema = z
  .object({
    ...input.shape,
    missing: z.array(z.string()).meta({ description: 'What a report still needs' }),
    updatedAt: instant.nullable(),
  })
  .meta({ id: 'TaxProfile' });

const tag = 'Hosts';
const hostOnly = () => refuse('forbidden', 'Only hosts have a tax profile', [{ code: 'not_a_host' }]);

const shown = ({ updatedAt, ...profile }: OwnTaxProfile): z.input<typeof schema> => ({
  ...profile,
  residences: [...profile.residences],
  permanentEstablishments: [...profile.permanentEstablishments],
  tins: [...profile.tins],
  land: [...profile.land],
  missing: [...profile.missing],
  updatedAt: updatedAt && updatedAt.toISOString(),
});

const hostOf = (call: Call): number | null => callerOf(call).hostId;

const read = operation({
  id: 'taxProfile',
  kind: 'query',
  method: 'GET',
  path: '/host/tax-profile',
  tag,
  summary: 'What tax offices are told of the host',
  access: 'host',
  success: { status: 200, schema, description: 'As it was written last; `missing` names what a report still needs' },
  refusals: ['forbidden'],
  async handle(app, call) {
    const hostId = hostOf(call);
    return hostId === null ? hostOnly() : accept({ data: shown(await ownTaxProfile(app, hostId)) });
  },
});

const change = operation({
  id: 'setTaxProfile',
  kind: 'mutation',
  method: 'PUT',
  path: '/host/tax-profile',
  tag,
  summary: 'Say what tax offices are to be told',
  description:
    'Puts all of it in the place of what there was; what is left out is empty. Stored sealed, shown to nobody but the host, and told to the tax office in ' +
    'the yearly report on sellers (Directive (EU) 2021/514).',
  access: 'host',
  body: input,
  rateLimit: { name: 'tax-profile', points: 30, seconds: 3_600 },
  success: { status: 200, schema, description: 'As it is now' },
  refusals: ['forbidden', 'refused'],
  async handle(app, call) {
    const hostId = hostOf(call);
    if (hostId === null) return hostOnly();
    const outcome = await changeTaxProfile(app, hostId, call.body);
    return outcome.ok ? accept({ data: shown(outcome.value) }) : outcome;
  },
});

export const taxProfileOperations: readonly AnyOperation[] = [read, change];
