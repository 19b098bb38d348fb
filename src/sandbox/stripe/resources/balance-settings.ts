import type Stripe from 'stripe';
import { z } from 'zod';
import { ok, type Answer } from '../http/answer';
import { choice, flag } from '../http/params';
import { route, type Call } from '../http/route';
import type { Stored } from '../objects';
import { findObject } from '../queries/find-object';
import { insertObject } from '../queries/insert-object';
import { saveObject } from '../queries/save-object';
import { seconds, type Work } from '../work';
import { schedulePayout } from './payouts/schedule';

type Settings = Stripe.BalanceSettings;

const updateParams = z.strictObject({
  payments: z
    .strictObject({
      debit_negative_balances: flag().optional(),
      payouts: z
        .strictObject({ schedule: z.strictObject({ interval: choice('manual', 'daily') }).optional() })
        .optional(),
    })
    .optional(),
});

/** When a balance is paid out, and whether it may go below nothing. */
export const balanceSettingsRoutes = [
  route({
    method: 'GET',
    path: '/v1/balance_settings',
    connected: true,
    params: z.strictObject({}),
    act: async (call) => ok(answerOf(await readSettings(call, call.account))),
  }),
  route({ method: 'POST', path: '/v1/balance_settings', connected: true, params: updateParams, act: update }),
];

const idFor = (account: string | null) => `balance_settings_${account ?? 'platform'}`;

async function findSettings(work: Work, account: string | null): Promise<Stored<'balance_settings'> | undefined> {
  return findObject(work.tx, 'balance_settings', idFor(account));
}

async function readSettings(work: Work, account: string | null): Promise<Settings> {
  return (await findSettings(work, account))?.body ?? initial(account);
}

/** Whether a balance is paid out by itself, each day that there is something on it. */
export async function paysOutDaily(work: Work, account: string | null): Promise<boolean> {
  return (await readSettings(work, account)).payments.payouts?.schedule?.interval === 'daily';
}

/** Whether the platform's balance may go below nothing, its bank account making up for it. */
export async function mayGoNegative(work: Work): Promise<boolean> {
  return (await readSettings(work, null)).payments.debit_negative_balances !== false;
}

/** A marketplace keeps its money until it says otherwise; a host's goes to the bank each day. */
function initial(account: string | null): Settings {
  return {
    object: 'balance_settings',
    payments: {
      debit_negative_balances: true,
      payouts: {
        automatic_transfer_rules_by_currency: null,
        minimum_balance_by_currency: null,
        schedule: { interval: account === null ? 'manual' : 'daily' },
        statement_descriptor: null,
        status: 'enabled',
      },
      settlement_timing: { delay_days: 2, start_of_day: null },
    },
  };
}

async function update(call: Call, { payments }: z.output<typeof updateParams>): Promise<Answer> {
  const { account } = call;
  const known = await findSettings(call, account);
  const before = known?.body ?? initial(account);
  const body = {
    ...before,
    id: idFor(account),
    payments: {
      ...before.payments,
      debit_negative_balances: payments?.debit_negative_balances ?? before.payments.debit_negative_balances,
      payouts: {
        ...before.payments.payouts!,
        schedule: payments?.payouts?.schedule ?? before.payments.payouts!.schedule,
      },
    },
  };
  if (known === undefined) await insertObject(call.tx, 'balance_settings', seconds(call.now), body, {}, account);
  else await saveObject(call.tx, { ...known, body });
  await schedulePayout(call, account);
  return ok(answerOf(body));
}

/** Stripe's has no id. */
function answerOf({ object, payments }: Settings): Settings {
  return { object, payments };
}
