import { stripeClient } from '../../../src/adapters/stripe/stripe-client';
import { stripePorts } from '../../../src/adapters/stripe/stripe-ports';
import type { Casita } from '../../../src/ports';
import { makePeople, type DemoAccounts } from '../../../src/sandbox/demo-city/accounts';
import { liveStays, writeHomes } from '../../../src/sandbox/demo-city/fill';
import { seededRandom } from '../../../src/sandbox/demo-city/random';
import { createTestCasita, type TestCasita } from '../support/casita';

export const SEED = 20_261;

const demoAccounts = (['Guest', 'Host', 'Moderator', 'Super admin'] as const).map((role) => ({
  role,
  email: `${role.toLowerCase().replace(' ', '-')}@casita.example`,
  password: 'not asked for here',
})) satisfies DemoAccounts;

/** Where a city can be filled. */
export const newCity = (): Promise<TestCasita> =>
  createTestCasita({ accounts: { hashPassword: async () => '!' } as unknown as Casita['accounts'] });

/** What the filling does but for pictures and the panel's staff, which need Strapi. @param withStays lives through the past stays, which takes half a minute */
export async function fillCity(casita: TestCasita, app: Casita, withStays = true): Promise<void> {
  const random = seededRandom(SEED);
  await writeHomes(app, random, []);
  const people = await makePeople(app, demoAccounts, random);
  if (!withStays) return;
  const { secretKey, publishableKey } = casita;
  const settings = { stripe: { secretKey, publishableKey } } as Parameters<typeof liveStays>[0]['settings'];
  const providerAt = (apiBase: string) => stripePorts(stripeClient({ secretKey, apiBase }));
  await liveStays({ app, settings, providerAt, say: () => undefined }, random, people);
}
