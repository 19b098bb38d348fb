import { z } from 'zod';
import { alterationStates } from '../../domain/alteration-moves';
import { paymentStates } from '../../domain/payment-progress';
import { instant, money } from '../../contract/fields';
import { priceLine } from '../booking/booking-schemas';

const nightText = z.string().meta({ format: 'date' });

/** What the API says of an alteration: what it was, what it would be, and what that costs. */
export const alterationSchema = z
  .object({
    n: z.int().meta({ description: "The booking's first, second, third alteration" }),
    state: z.enum(alterationStates),
    proposer: z.enum(['guest', 'host']),
    checkIn: nightText,
    checkOut: nightText,
    adults: z.int(),
    children: z.int(),
    infants: z.int(),
    pets: z.int(),
    before: z.object({ checkIn: nightText, checkOut: nightText, total: money, lines: z.array(priceLine) }),
    after: z.object({ total: money, lines: z.array(priceLine) }),
    /** Positive: the guest pays it; negative: it goes back to the guest. */
    difference: money,
    hostPayout: money.nullable().meta({ description: 'For the host only: what they would get' }),
    proposedAt: instant,
    expiresAt: instant.meta({ description: 'Until when it can be answered, inclusive' }),
    decidedAt: instant.nullable(),
    paymentDueAt: instant.nullable().meta({ description: 'Until when the difference can be paid, inclusive' }),
    endedAt: instant.nullable().meta({ description: 'When it was applied, or came to nothing' }),
    payment: z
      .object({
        state: z.enum(paymentStates),
        clientSecret: z
          .string()
          .nullable()
          .meta({ description: "For the guest's app, to confirm the payment of the difference with Stripe" }),
        lastError: z.string().nullable(),
      })
      .meta({ id: 'AlterationPayment' })
      .nullable(),
  })
  .meta({ id: 'Alteration' });
