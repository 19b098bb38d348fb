import { z } from 'zod';
import { bankPayoutStates } from '../../domain/bank-payout';
import { postingKinds } from '../../domain/ledger';
import { currency, documentId, instant, money } from '../../contract/fields';
import { payoutLineKinds, payoutStates } from './queries/payout-row';

const reference = z.string().meta({ description: "The booking's reference" });

const payoutLine = z
  .object({
    kind: z.enum(payoutLineKinds),
    booking: z.object({ id: documentId, reference }),
    amount: money,
    at: instant,
  })
  .meta({ id: 'PayoutLine' });

const toBank = z.object({ state: z.enum(bankPayoutStates), arrivesAt: instant, failure: z.string().nullable() }).meta({
  id: 'BankPayout',
  description: "The host's balance on its way to their bank, with this transfer in it; null: not sent there yet",
});

const payoutTransfer = z
  .object({
    id: z.string().nullable().meta({ description: "The payment provider's name of it" }),
    state: z.enum(['creating', 'succeeded', 'failed']),
    amount: money,
    reversed: money,
    at: instant,
    bank: toBank.nullable(),
  })
  .meta({ id: 'PayoutTransfer' });

export const payoutSchema = z
  .object({
    id: documentId,
    booking: z.object({ id: documentId, reference, home: z.string() }),
    part: z.int().nullable().meta({ description: 'The n-th of the booking; null for what no release made' }),
    state: z.enum(payoutStates),
    reason: z.string().nullable().meta({ description: 'Why it waits, where it does' }),
    amount: money,
    transferred: money,
    holdUntil: instant.nullable(),
    createdAt: instant,
    transferredAt: instant.nullable(),
    arrivesAt: instant
      .nullable()
      .meta({ description: "When the host's bank has all that was transferred, by the provider's word" }),
    lines: z.array(payoutLine),
    transfers: z.array(payoutTransfer),
  })
  .meta({ id: 'Payout' });
export type PayoutStatement = z.infer<typeof payoutSchema>;

/**
 * upcoming: of stays that are paid for, not released yet; released: so far, less what refunds took back; onTheWay: released, still to be sent;
 * paid: sent, less what came back; receivable: owed by the host, taken out of later payouts.
 */
const ofCurrency = z.object({
  upcoming: money,
  released: money,
  onTheWay: money,
  paid: money,
  receivable: money,
});

export const month = z
  .string()
  .regex(/^(?:[2-9]\d{3})-(?:0[1-9]|1[0-2])$/)
  .meta({ description: 'YYYY-MM, in UTC' });

export const earningsSchema = z
  .object({
    currencies: z.array(ofCurrency.extend({ currency }).meta({ id: 'CurrencyEarnings' })),
    months: z.array(z.object({ month, released: money, paid: money }).meta({ id: 'MonthEarnings' })),
  })
  .meta({ id: 'Earnings' });

const statementLine = z
  .object({
    at: instant,
    kind: z.enum(postingKinds),
    booking: z.object({ id: documentId, reference }).nullable(),
    amount: money,
    balance: money,
  })
  .meta({ id: 'StatementLine' });

export const monthStatementSchema = z
  .object({
    month,
    currencies: z.array(
      z
        .object({ currency, opening: money, lines: z.array(statementLine), closing: money })
        .meta({ id: 'CurrencyStatement' }),
    ),
  })
  .meta({ id: 'MonthStatement' });
export type MonthStatement = z.infer<typeof monthStatementSchema>;
