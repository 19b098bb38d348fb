/**
 * `npm run journey`: the main job over HTTP only, on an imported home, as guest, host and moderator: found, quoted,
 * booked, paid, stayed in, reviewed, moderated; and the ways in which that can end otherwise. Needs a running sandbox.
 */
import { parseArgs } from 'node:util';
import { openDatabase } from '../adapters/postgres/database';
import { brokenInvariants } from '../api/payment/queries/invariants';
import { obtainDatabase } from './database-address';
import { loadEnvironment } from './environment';
import { extraPayment, refundedDifference } from './journey/alterations';
import {
  declinedCard,
  declinedRequest,
  expiredRequest,
  instantStay,
  partialRefund,
  secureCard,
  type Scene,
} from './journey/flows';
import { defaultBox, findHome, handOver } from './journey/home';
import { hostOnboarding } from './journey/onboarding';
import { signEverybodyIn } from './journey/people';

const say = (line: string) => console.log(line);

const flows: readonly (readonly [string, (scene: Scene) => Promise<void>])[] = [
  ['A host who comes to be paid', hostOnboarding],
  ['An instant booking, stayed in and reviewed', instantStay],
  ['A declined card, then another', declinedCard],
  ['A card that asks for 3-D Secure', secureCard],
  ['A request that the host declines', declinedRequest],
  ['A request that expires', expiredRequest],
  ['A longer stay, the difference paid', extraPayment],
  ['A shorter stay, the difference given back', refundedDifference],
  ['A cancellation with a partial refund', partialRefund],
];

async function main(): Promise<void> {
  loadEnvironment();
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: `http://127.0.0.1:${process.env['PORT'] ?? 1337}` },
      bbox: { type: 'string', default: defaultBox },
    },
  });
  const people = await signEverybodyIn(values.url);
  const card = await findHome(people, values.bbox);
  say(`Found by dates: ${card.name}`);
  await handOver(people, card.documentId);
  say('Handed to the demo host by staff');
  const started = Date.now();
  for (const [title, flow] of flows) {
    say(`\n${title}`);
    await flow({ people, home: card.documentId, say });
  }
  await checkInvariants();
  say(`\n${flows.length} journeys in ${((Date.now() - started) / 1_000).toFixed(1)} s`);
}

async function checkInvariants(): Promise<void> {
  const address = await obtainDatabase(() => undefined);
  const db = openDatabase({
    connectionString: address.url,
    poolMax: 1,
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 60_000,
  });
  try {
    const broken = await brokenInvariants(db);
    if (broken.length > 0)
      throw new Error(`broken invariants:\n${broken.map((row) => `  ${row.invariant}: ${row.detail}`).join('\n')}`);
    say('\nThe invariants of money and nights hold.');
  } finally {
    await db.close();
    await address.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
