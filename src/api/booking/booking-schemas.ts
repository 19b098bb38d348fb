import { z } from 'zod';
import { actorKinds, bookingStates } from '../../domain/booking-moves';
import { hostPenaltyRules } from '../../domain/host-penalty';
import { lineKinds } from '../../domain/price';
import { setupStates } from '../../domain/setup-progress';
import { paymentStates } from '../../domain/payment-progress';
import { doors } from '../../ports';
import { currency, documentId, instant, money } from '../../contract/fields';

/** What the API says of quotes and bookings. */

const nightText = z.string().meta({ format: 'date' });

export const priceLine = z
  .object({
    code: z.string(),
    kind: z.enum(lineKinds),
    label: z.string(),
    amount: z.int().meta({ description: 'Minor units; negative for discounts' }),
    quantity: z.number().nullable(),
    unitAmount: z.int().nullable(),
  })
  .meta({ id: 'PriceLine' });

export const quoteSchema = z
  .object({
    quote: z.string().meta({ description: 'Signed; hand it to POST /bookings as it is' }),
    expiresAt: instant,
    property: z.object({ documentId }),
    checkIn: nightText,
    checkOut: nightText,
    nights: z.array(z.object({ night: nightText, price: z.int() })),
    total: money,
    lines: z.array(priceLine),
    taxTotal: money,
    currency,
    coupon: z.string().nullable().meta({ description: 'Its line is `coupon:` with this code' }),
    instalments: z
      .object({ deposit: money, balance: money, balanceDueAt: instant })
      .nullable()
      .meta({ id: 'QuoteInstalments', description: 'How it can be paid in parts; null: at once only' }),
    instantBook: z.boolean(),
    cancellationPolicy: z.string(),
  })
  .meta({ id: 'Quote' });

const address = z
  .object({
    line1: z.string().nullable(),
    line2: z.string().nullable(),
    postcode: z.string().nullable(),
    city: z.string().nullable(),
    region: z.string().nullable(),
    country: z.string().nullable(),
  })
  .meta({ id: 'BookingAddress' });

export const bookingSchema = z
  .object({
    documentId,
    reference: z.string(),
    state: z.enum(bookingStates),
    instant: z.boolean(),
    property: z.object({ documentId, name: z.string() }),
    host: z.object({ documentId, displayName: z.string() }),
    guest: z.object({ name: z.string() }),
    checkIn: nightText,
    checkOut: nightText,
    nights: z.int(),
    adults: z.int(),
    children: z.int(),
    infants: z.int(),
    pets: z.int(),
    total: money,
    lines: z.array(priceLine),
    hostPayout: money.nullable().meta({ description: 'For the host only' }),
    cancellationPolicy: z.string(),
    checkInAt: instant,
    checkOutAt: instant,
    timeZone: z.string(),
    holdExpiresAt: instant.nullable().meta({ description: 'Until when the nights are held while the guest pays' }),
    requestExpiresAt: instant.nullable().meta({ description: 'Until when the host can answer' }),
    confirmedAt: instant.nullable(),
    message: z.string(),
    address: address.nullable().meta({ description: 'For the host; for the guest once confirmed' }),
    point: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
    payment: z
      .object({
        state: z.enum(paymentStates),
        amount: money,
        captured: money,
        refunded: money,
        clientSecret: z
          .string()
          .nullable()
          .meta({ description: "For the guest's app, to confirm the payment with Stripe" }),
        lastError: z.string().nullable(),
      })
      .meta({ id: 'BookingPayment' })
      .nullable(),
    setup: z
      .object({
        state: z.enum(setupStates),
        clientSecret: z.string().nullable().meta({ description: "For the guest's app, to keep a card with Stripe" }),
        lastError: z.string().nullable(),
      })
      .meta({ id: 'BookingSetup', description: 'Of a request whose card is charged once the host has taken the guest' })
      .nullable(),
    payments: z.array(
      z
        .object({
          alteration: z.int().nullable().meta({ description: 'Which alteration it pays; null: the booking itself' }),
          part: z.int().meta({ description: '0: all of it, or its deposit. 1: the balance' }),
          state: z.enum(paymentStates),
          amount: money,
          captured: money,
          refunded: money,
          chargeAt: instant.nullable().meta({ description: 'When the saved card is charged, or tried again' }),
          payBy: instant.nullable().meta({ description: 'Until when the guest can pay instead (`POST …/pay`)' }),
        })
        .meta({ id: 'BookingInstalment' }),
    ),
    refundOwed: money.nullable().meta({ description: 'Cancelled: what goes back to the guest in all' }),
    hostPenalty: z
      .object({ rule: z.enum(hostPenaltyRules), penalty: money, waived: z.boolean() })
      .nullable()
      .meta({ id: 'BookingHostPenalty', description: 'For the host only: what cancelling this stay costs them' }),
    events: z
      .array(
        z
          .object({
            move: z.string(),
            alteration: z.int().nullable().meta({ description: 'Which alteration it is a step of' }),
            from: z.enum(bookingStates).nullable(),
            to: z.enum(bookingStates),
            by: z.enum(actorKinds),
            door: z.enum(doors),
            reason: z.string().nullable(),
            at: instant,
          })
          .meta({ id: 'BookingEvent' }),
      )
      .meta({ description: 'Each move, oldest first: which side, when, why, by which way in' }),
    refunds: z.array(
      z.object({
        state: z
          .string()
          .meta({ description: 'creating, pending: on its way; succeeded; failed: staff look for another way' }),
        since: instant.meta({ description: 'When it came to this state' }),
        amount: money,
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Booking' });
