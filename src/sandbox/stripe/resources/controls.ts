import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { runDue } from '../due';
import { ok, type Answer } from '../http/answer';
import { choice, integer, text } from '../http/params';
import { invalidParameter, missingParameter, notAllowed } from '../http/problem';
import { directRoute, route, type Call } from '../http/route';
import { faultKinds, insertFault, listFaults, removeFaults } from '../queries/faults';
import type { Sandbox } from '../sandbox';
import { deliverDue } from '../webhooks/deliver';
import { authenticatePayment } from './payment-intents/authenticate';
import { authenticateSetup } from './setup-intents/authenticate';

const outcomeParams = z.strictObject({ outcome: choice('succeed', 'fail') });

const rate = z.union([z.string(), z.number()]).transform(Number).pipe(z.number().min(0).max(1));

const faultParams = z.strictObject({
  kind: choice(...faultKinds),
  /** How many times; left out with a rate, for good; left out without one, once. */
  next: integer(1, 100_000).optional(),
  rate: rate.optional(),
  seed: integer(0, 2 ** 31).optional(),
  method: choice('GET', 'POST', 'DELETE').optional(),
  path: text().optional(),
  event_type: text().optional(),
  delay_ms: integer(0, 600_000).optional(),
  hold_seconds: integer(0, 100 * 86_400).optional(),
});

/** What is not Stripe's: the hands of the bank, the guest and the bad weather, for tests and demonstrations. */
export const controlRoutes = [
  route({ method: 'POST', path: '/_controls/faults', params: faultParams, act: addFault }),
  route({
    method: 'GET',
    path: '/_controls/faults',
    params: z.strictObject({}),
    act: async (call) => ok({ object: 'list', data: await listFaults(call.tx, faultKinds) }),
  }),
  route({
    method: 'DELETE',
    path: '/_controls/faults',
    params: z.strictObject({}),
    act: async (call) => {
      await removeFaults(call.tx);
      return ok({ object: 'list', data: [] });
    },
  }),
  route({
    method: 'POST',
    path: '/_controls/payment_intents/:id/authenticate',
    params: outcomeParams,
    act: async (call, { outcome }) => ok(await authenticatePayment(call, call.in['id']!, outcome)),
  }),
  route({
    method: 'POST',
    path: '/_controls/setup_intents/:id/authenticate',
    params: outcomeParams,
    act: async (call, { outcome }) => ok(await authenticateSetup(call, call.in['id']!, outcome)),
  }),
  directRoute({
    method: 'POST',
    path: '/_controls/deliver',
    params: z.strictObject({}),
    act: async (sandbox) => ok({ object: 'deliveries', delivered: await deliverDue(sandbox, true) }),
  }),
  directRoute({
    method: 'POST',
    path: '/_controls/clock',
    params: z.strictObject({ advance: text(50).optional(), to: text(50).optional() }),
    act: moveClock,
  }),
];

async function addFault(call: Call, params: z.output<typeof faultParams>): Promise<Answer> {
  const fault = await insertFault(call.tx, {
    kind: params.kind,
    remaining: params.next ?? (params.rate === undefined ? 1 : null),
    rate: params.rate ?? null,
    seed: params.seed ?? null,
    method: params.method ?? null,
    path: params.path ?? null,
    event_type: params.event_type ?? null,
    delay_ms: params.delay_ms ?? 0,
    hold_seconds: params.hold_seconds ?? 0,
  });
  return ok({ object: 'fault', ...fault });
}

/** `{ "advance": "P1D" }` or `{ "to": instant }`, forward only, then whatever that makes due. */
async function moveClock(
  sandbox: Sandbox,
  params: { readonly advance?: string | undefined; readonly to?: string | undefined },
): Promise<Answer> {
  if (sandbox.moveClock === null) throw notAllowed('The clock is set by the app that this sandbox is part of.');
  await sandbox.moveClock(readInstant(sandbox.clock.now(), params));
  const ran = await runDue(sandbox);
  return ok({ object: 'clock', now: sandbox.clock.now().toString(), ran });
}

function readInstant(
  now: Temporal.Instant,
  params: { readonly advance?: string | undefined; readonly to?: string | undefined },
): Temporal.Instant {
  try {
    if (params.to !== undefined) return Temporal.Instant.from(params.to);
    if (params.advance === undefined) throw missingParameter('advance');
    return now.toZonedDateTimeISO('UTC').add(Temporal.Duration.from(params.advance)).toInstant();
  } catch (error) {
    if (error instanceof RangeError)
      throw invalidParameter('advance', 'Give a duration such as P1D, or `to` an instant.');
    throw error;
  }
}
