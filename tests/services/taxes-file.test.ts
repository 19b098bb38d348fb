import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import marketplace from '../../config/marketplace';
import { quoteStay } from '../../src/api/booking/use-cases/quote-stay';
import { nightOf } from '../../src/domain/night';
import { readMarketplaceConfig, type MarketplaceConfig } from '../../src/marketplace-config';
import { createTestCasita, type TestCasita } from './support/casita';
import { makeHome } from './support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

/** The config as the operator's environment makes it. */
function configWith(taxes: string): MarketplaceConfig {
  const file = join(mkdtempSync(join(tmpdir(), 'casita-taxes-')), 'taxes.json');
  writeFileSync(file, taxes);
  const env = (name: string, usual: string) => (name === 'MARKETPLACE_TAXES_FILE' ? file : usual);
  const plain = (_name: string, usual: unknown) => usual;
  return readMarketplaceConfig(
    marketplace({ env: Object.assign(env, { int: plain, bool: plain, array: plain }) as never }),
  );
}

const example = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/calendar.md', 'utf8'))?.[1] ?? '';

test.each([
  ['Lisboa', 10, 2_800],
  ['Lisboa', 3, 1_200],
  ['Porto', 10, 0],
])('two adults and a child in %s for %i nights pay a tax of %i', async (city, nights, tax) => {
  const home = await makeHome(world.app, { address: { city, country: 'PT' } });
  const request = {
    checkIn: nightOf('2027-05-10'),
    checkOut: nightOf(`2027-05-${10 + nights}`),
    guests: { adults: 2, children: 1, infants: 0, pets: 0 },
  };
  const app = { ...world.app, config: configWith(example) };
  const quoted = await quoteStay(app, { propertyDocumentId: home.documentId, request, coupon: null, actor: null });
  if (!quoted.ok) throw new Error(JSON.stringify(quoted.reasons));
  const { price } = quoted.value.payload;
  expect(price.taxTotal.amount).toBe(tax);
  expect(price.lines.reduce((sum, line) => sum + line.amount, 0)).toBe(price.total.amount);
});

test.each([
  ['not JSON', '{'],
  ['not a list', '{}'],
  ['a kind of tax that there is not', '[{"country":"PT","region":null,"city":null,"rule":{"kind":"window"}}]'],
  ['a country in words', example.replace('"PT"', '"Portugal"')],
])('%s does not start a marketplace', (_, taxes) => {
  expect(() => configWith(taxes)).toThrow();
});
