import { randomUUID } from 'node:crypto';
import { payInFull } from '../../../../src/api/booking/use-cases/payment-choice';
import { placeBooking } from '../../../../src/api/booking/use-cases/place-booking';
import { runCalls } from '../../../../src/outbox/run-calls';
import { bookingLane } from '../../../../src/outbox/owe-call';
import type { AccountActor } from '../../../../src/ports';
import type { TestCasita } from '../../support/casita';
import { authenticate } from '../../support/instalments';
import { confirmWithCard, quote, viewOf, type TestHome } from '../../support/world';
import type { Kind, LivedStay } from './life';
import { hasten } from './time';
import { perhaps } from './weather';

export interface Wish {
  readonly home: TestHome;
  readonly guest: AccountActor;
  readonly currency: string;
  /** Days from today to the check-in. */
  readonly days: number;
}

/** Books as the kind does. The stay's days count from its check-in. */
export async function place(world: TestCasita, kind: Omit<Kind, 'acts' | 'ended'>, wish: Wish): Promise<LivedStay> {
  const { home, guest } = wish;
  const checkIn = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days: wish.days });
  const day = (offset: number): string => checkIn.add({ days: offset }).toString();
  const token = await quote(world.app, home, guest, { checkIn: day(0), checkOut: day(kind.nights ?? 2) });
  const { config } = world.app;
  const app = kind.keepsCard ? { ...world.app, config: { ...config, requestCard: 'save' as const } } : world.app;
  const command = { actor: guest, door: 'rest', quote: token, message: '', idempotencyKey: randomUUID() } as const;
  const placed = await placeBooking(app, { ...command, paying: { ...payInFull, ...kind.paying } });
  if (!placed.ok) throw new Error(`${kind.name}: ${JSON.stringify(placed.reasons)}`);
  const id = placed.value.bookingId;
  await runCalls(world.app, id);
  const { document_id: documentId } = await viewOf(world.app, id);
  return { home, guest, id, documentId, day, currency: wish.currency };
}

const TRIES_MAX = 40;

/** What a guest's app waits for: `look` finds it once the calls that it takes have got an answer. Null: it never came. */
export async function awaited<T>(
  world: TestCasita,
  bookingId: number,
  look: () => Promise<T | null>,
): Promise<T | null> {
  for (let turn = 0; turn < TRIES_MAX; turn += 1) {
    const found = await look();
    if (found !== null) return found;
    if (!(await hasten(world, bookingLane(bookingId)))) return look();
    await runCalls(world.app, bookingId);
  }
  throw new Error(`booking ${bookingId} waits for ever`);
}

/** The guest's app waits for the client secret, and confirms; it may never learn what came of it. */
export async function payIt(world: TestCasita, stay: Pick<LivedStay, 'id'>, card = 'pm_card_visa'): Promise<void> {
  const look = async () => (await viewOf(world.app, stay.id)).payment?.clientSecret ?? null;
  const secret = await awaited(world, stay.id, look);
  if (secret === null) throw new Error(`booking ${stay.id} has nothing to pay with`);
  await confirm(world, secret, card);
}

/** Confirms, and says yes where the bank asks. */
export async function confirm(world: TestCasita, secret: string, card: string): Promise<void> {
  await perhaps(confirmWithCard(world, secret, card));
  if (card.includes('authentication')) await perhaps(authenticate(world, secret, 'succeed'));
}
