import fc from 'fast-check';
import { ProviderRefused, type PaymentProvider, type ProviderIntent } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { paymentsDouble } from '../support/payments-double';
import { confirmWithCard } from '../support/world';

/** Tests that book tens of thousands of times use an object in memory for the local Stripe: here both are asked the same. */
let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

const cards = { good: 'pm_card_visa', declined: 'pm_card_visa_chargeDeclined' } as const;

const anyCall = fc.oneof(
  fc.constantFrom('good' as const, 'declined' as const).map((card) => ({ kind: 'confirm', card }) as const),
  fc.constantFrom({ kind: 'capture' } as const, { kind: 'cancel' } as const, { kind: 'retrieve' } as const),
  fc.integer({ min: 100, max: 12_000 }).map((amount) => ({ kind: 'refund', amount }) as const),
);
type AnyCall = typeof anyCall extends fc.Arbitrary<infer T> ? T : never;

/** What a payment's own code looks at. */
const seen = ({ status, amountReceived, lastError, charge, currency, amount }: ProviderIntent) => ({
  status,
  amount,
  amountReceived,
  currency,
  hasError: lastError !== null,
  charge: charge && { captured: charge.captured, fee: charge.fee },
});

async function ask(
  provider: PaymentProvider,
  confirm: (id: string, card: 'good' | 'declined') => Promise<string>,
  intent: ProviderIntent,
  call: AnyCall,
  key: string,
): Promise<unknown> {
  try {
    switch (call.kind) {
      case 'confirm':
        return await confirm(intent.id, call.card);
      case 'capture':
        return seen(await provider.captureIntent(intent.id, key));
      case 'cancel':
        return seen(await provider.cancelIntent(intent.id, key));
      case 'retrieve':
        return seen(await provider.retrieveIntent(intent.id));
      case 'refund': {
        const { amount } = call;
        const refund = await provider.refund({ intentId: intent.id, amount, currency: 'EUR', metadata: {} }, key);
        return { status: refund.status, amount: refund.amount, currency: refund.currency };
      }
      default:
        return call satisfies never;
    }
  } catch (error) {
    if (error instanceof ProviderRefused) return 'refused';
    throw error;
  }
}

let keys = 0;

test('the payment provider in memory answers as the local Stripe does', async () => {
  const double = paymentsDouble(world.clock);
  const answers = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('automatic' as const, 'manual' as const),
      fc.array(anyCall, { minLength: 3, maxLength: 8 }),
      async (capture, calls) => {
        const input = {
          amount: 12_000,
          currency: 'EUR',
          capture,
          description: 'd',
          customer: null,
          saveCard: false,
          method: null,
          metadata: { a: 'b' },
        };
        keys += 1;
        const real = await world.app.payments.createIntent(input, `real-${keys}`);
        const inMemory = await double.createIntent(input, `real-${keys}`);
        expect(seen(inMemory)).toEqual(seen(real));
        for (const [index, call] of calls.entries()) {
          const key = `call-${keys}-${index}`;
          const payReal = (_id: string, card: 'good' | 'declined') =>
            confirmWithCard(world, real.clientSecret ?? '', cards[card]);
          const answer = await ask(world.app.payments, payReal, real, call, key);
          expect([call, await ask(double, async (id, card) => double.confirm(id, card), inMemory, call, key)]).toEqual([
            call,
            answer,
          ]);
          answers.add(JSON.stringify([call.kind, typeof answer === 'string' ? answer : 'done']));
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(answers.size).toBeGreaterThanOrEqual(8);
});
