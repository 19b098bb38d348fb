import { z } from 'zod';
import type { StayRequest } from '../../../domain/availability';
import type { PaymentPlan } from '../../../domain/payment-plan';
import { accept } from '../../../domain/refusal';
import { byDocumentId, night, party, text } from '../../../contract/fields';
import { limitKeyOf, operation } from '../../../contract/operation';
import type { RateLimit } from '../../../ports';
import { quoteSchema } from '../booking-schemas';
import { planOfQuote } from '../use-cases/payment-choice';
import { quoteStay, type Quoted } from '../use-cases/quote-stay';
import { viewLines } from '../use-cases/view-booking';

const body = z.strictObject({ checkIn: night, checkOut: night, ...party, coupon: text(60, 1).nullish() });

/** Few enough that nobody finds a code by trying, more than any guest needs. */
const couponAttempts: RateLimit = { name: 'quote-coupon', points: 60, seconds: 600 };

export const quoteOperation = operation({
  id: 'quoteStay',
  kind: 'mutation',
  method: 'POST',
  path: '/properties/:id/quote',
  tag: 'Bookings',
  summary: 'The whole price of a stay, itemised, signed, with its expiry',
  description:
    'A quote holds no nights. A booking made with it before it expires costs exactly its total, or is refused.',
  access: 'anyone',
  params: byDocumentId,
  query: z.strictObject({}),
  body,
  rateLimit: { name: 'quote', points: 600, seconds: 60 },
  success: { status: 200, schema: quoteSchema, description: 'The quote' },
  refusals: ['not_found', 'conflict', 'refused'],
  async handle(app, { params, body: asked, actor, address }) {
    const limited = asked.coupon ? await app.limiter.take(couponAttempts, limitKeyOf(actor, address)) : null;
    if (limited) return limited;
    const { checkIn, checkOut, adults, children, infants, pets } = asked;
    const request: StayRequest = { checkIn, checkOut, guests: { adults, children, infants, pets } };
    const quoted = await quoteStay(app, {
      propertyDocumentId: params.id,
      request,
      coupon: asked.coupon ?? null,
      actor,
    });
    return quoted.ok ? accept({ data: viewQuote(quoted.value, planOfQuote(app, quoted.value.payload)) }) : quoted;
  },
});

function viewQuote({ token, payload }: Quoted, plan: PaymentPlan | null) {
  const { price } = payload;
  const money = (amount: number) => ({ amount, currency: price.currency });
  return {
    quote: token,
    expiresAt: payload.expiresAt,
    property: { documentId: payload.documentId },
    checkIn: payload.checkIn,
    checkOut: payload.checkOut,
    nights: price.nights.map((each) => ({ night: each.night, price: each.price })),
    total: price.total,
    lines: viewLines(price.lines),
    taxTotal: price.taxTotal,
    currency: price.currency,
    instalments: plan && {
      deposit: money(plan.deposit),
      balance: money(plan.balance),
      balanceDueAt: plan.balanceDueAt.toString(),
    },
    coupon: payload.coupon,
    instantBook: payload.instantBook,
    cancellationPolicy: payload.cancellationPolicy.code,
  };
}
