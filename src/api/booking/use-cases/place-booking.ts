import { createHash, randomInt } from 'node:crypto';
import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import { holdExpiresAt } from '../../../domain/booking-deadlines';
import { countNights } from '../../../domain/night';
import { checkQuoteTerms, verifyQuote, type QuotePayload } from '../../../domain/quote';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { wallClock } from '../../../domain/stay-time';
import type { AccountActor, Casita, Door } from '../../../ports';
import { loadStay } from './load-stay';
import { refreshNights } from '../../../search/refresh-search-rows';
import { claimKey, type KeyClaim } from '../../../idempotency/claim-key';
import { oweIntent } from '../../payment/use-cases/owe-calls';
import { accountName } from '../queries/account-name';
import { insertBooking } from '../queries/insert-booking';
import { insertBookingEvent } from '../queries/insert-booking-event';
import { lockProperty } from '../queries/lock-property';
import { takeNights } from '../queries/own-nights';
import { fingerprintOf, propertyNotFound, refuseStay, stayReasons } from './quote-stay';

export interface PlaceCommand {
  readonly actor: AccountActor;
  readonly door: Door;
  readonly quote: string;
  readonly message: string;
  readonly idempotencyKey: string;
}

/** A booking that was made now, or by an earlier request with the same key. */
export interface Placed {
  readonly bookingId: number;
  readonly replay: boolean;
}

/**
 * Books what a quote offers: locks the property, asks every rule again, takes the nights, and owes the payment
 * provider an intent, all in one transaction. The nights are held until `holdMinutes` are over or the money is there.
 */
export async function placeBooking(app: Casita, command: PlaceCommand): Promise<Outcome<Placed>> {
  const claim: KeyClaim = {
    userId: command.actor.userId,
    key: command.idempotencyKey,
    operation: 'placeBooking',
    requestHash: createHash('sha256')
      .update(JSON.stringify([command.quote, command.message]))
      .digest('hex'),
  };
  return orNightsGone<Placed>(() =>
    app.db.transaction(async (tx) => {
      const earlier = await claimKey(tx, claim, app.clock.now());
      if (!earlier.ok) return earlier;
      if (earlier.value.subjectId !== null) return accept({ bookingId: earlier.value.subjectId, replay: true });
      const quote = verifyQuote(command.quote, app.secrets.signQuote, app.clock.now());
      const placed = quote.ok ? await book(app, tx, command, quote.value) : quote;
      if (!placed.ok) return placed;
      await earlier.value.keep(tx, placed.value);
      return accept({ bookingId: placed.value, replay: false });
    }),
  );
}

/** Under the lock the key is never hit; should the lock fail one day, it is still a refusal and nothing has been written. */
async function orNightsGone<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'stay_night_pkey') {
      return refuseStay([{ code: 'night_taken', field: 'checkIn' }]);
    }
    throw error;
  }
}

async function book(app: Casita, tx: Tx, command: PlaceCommand, quote: QuotePayload): Promise<Outcome<number>> {
  if (!(await lockProperty(tx, quote.propertyId))) return propertyNotFound();
  const stay = await loadStay(tx, quote.documentId, quote.checkIn, quote.checkOut);
  if (!stay || stay.terms.state !== 'published') return propertyNotFound();
  const request = { checkIn: quote.checkIn, checkOut: quote.checkOut, guests: quote.guests };
  const reasons = stayReasons(app, stay, request, command.actor);
  if (reasons.length > 0) return refuseStay(reasons);
  const stale = checkQuoteTerms(quote, fingerprintOf(app, stay, request));
  if (stale.length > 0) return refuse('conflict', 'The price or the terms have changed: ask for a new quote', stale);
  return accept(await write(app, tx, command, quote, stay.terms.hostId));
}

async function write(app: Casita, tx: Tx, command: PlaceCommand, quote: QuotePayload, hostId: number): Promise<number> {
  const now = app.clock.now();
  const at = now.toString();
  const { price, checkIn, checkOut, guests, timeZone } = quote;
  const bookingId = await insertBooking(tx, {
    documentId: createId(),
    reference: newReference(),
    propertyId: quote.propertyId,
    hostId,
    guestId: command.actor.userId,
    guestName: await accountName(tx, command.actor.userId),
    checkIn,
    checkOut,
    nights: countNights(checkIn, checkOut),
    adults: guests.adults,
    children: guests.children,
    infants: guests.infants,
    pets: guests.pets,
    currency: price.currency,
    total: price.total.amount,
    hostPayout: price.hostPayout.amount,
    instant: quote.instantBook,
    message: command.message,
    quote: {
      quoteId: quote.quoteId,
      lines: price.lines,
      nights: price.nights,
      hostPayout: price.hostPayout.amount,
      hostFee: price.hostFee.amount,
      taxTotal: price.taxTotal.amount,
      timeZone,
      checkInTime: quote.checkInTime,
      checkOutTime: quote.checkOutTime,
    },
    policy: quote.cancellationPolicy,
    checkInAt: wallClock(checkIn, quote.checkInTime, timeZone).toString(),
    checkOutAt: wallClock(checkOut, quote.checkOutTime, timeZone).toString(),
    holdExpiresAt: holdExpiresAt(now, app.config.holdMinutes).toString(),
    now: at,
  });
  await takeNights(tx, quote.propertyId, bookingId, checkIn, checkOut);
  await insertBookingEvent(tx, {
    bookingId,
    move: 'hold',
    alteration: null,
    from: null,
    to: 'held',
    actorKind: 'guest',
    actorId: command.actor.userId,
    actorName: null,
    door: command.door,
    reason: null,
    at,
  });
  await refreshNights(tx, quote.propertyId);
  await oweIntent(app, tx, {
    bookingId,
    instalment: 0,
    amount: price.total.amount,
    currency: price.currency,
    capture: quote.instantBook ? 'automatic' : 'manual',
  });
  return bookingId;
}

/** Letters and digits that are not mistaken for one another when read out on the telephone. */
const REFERENCE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const REFERENCE_LENGTH = 10;

function newReference(): string {
  return Array.from({ length: REFERENCE_LENGTH }, () => REFERENCE_ALPHABET[randomInt(REFERENCE_ALPHABET.length)]).join(
    '',
  );
}
