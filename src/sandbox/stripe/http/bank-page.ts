import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Stripe from 'stripe';
import { formatAmount } from '../currencies';
import type { Waiting } from '../objects';
import { findObject } from '../queries/find-object';
import { authenticatePayment, type AuthenticationOutcome } from '../resources/payment-intents/authenticate';
import { authenticateSetup } from '../resources/setup-intents/authenticate';
import type { Sandbox } from '../sandbox';
import { flushEvents } from '../webhooks/flush-events';
import { beginWork } from '../work';
import { parseForm, readBody } from './body';
import { answerPage } from './page';

const TITLE = 'Test bank';
const PATH = /^\/3d_secure\/((?:pi|seti)_\w+)$/;

/** The page that a guest's browser is sent to where the bank asks: two buttons. Its address holds a token, which is all that it asks for. */
export function isBankPage(url: string): boolean {
  return PATH.test(url.split('?')[0] ?? '');
}

export async function serveBankPage(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const id = PATH.exec(url.pathname)?.[1] ?? '';
  const waiting = await findWaiting(sandbox, id, url.searchParams.get('token') ?? '');
  if (waiting === undefined) return answerPage(res, 404, TITLE, '<p>There is nothing to authenticate here.</p>');
  if (req.method !== 'POST') return answerPage(res, 200, TITLE, formOf(id, waiting.intent));
  const { outcome } = parseForm(await readBody(req));
  if (outcome !== 'succeed' && outcome !== 'fail') return answerPage(res, 400, TITLE, '<p>Neither yes nor no.</p>');
  const after = await decide(sandbox, id, outcome);
  sandbox.poke();
  if (waiting.returnUrl === null) return answerPage(res, 200, TITLE, '<p>Done. This page can be closed.</p>');
  res.writeHead(303, { location: returnAddress(waiting.returnUrl, after) }).end();
}

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent;

async function findWaiting(
  sandbox: Sandbox,
  id: string,
  token: string,
): Promise<(Waiting & { readonly intent: Intent }) | undefined> {
  const stored = await findObject(sandbox.database, id.startsWith('pi_') ? 'payment_intent' : 'setup_intent', id);
  const waiting = stored?.hidden.waiting;
  if (stored === undefined || !waiting || !same(waiting.token, token)) return undefined;
  return { ...waiting, intent: stored.body };
}

function same(one: string, other: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function decide(sandbox: Sandbox, id: string, outcome: AuthenticationOutcome): Promise<Intent> {
  return sandbox.database.transaction(async (tx) => {
    const work = beginWork(sandbox, tx, sandbox.clock.now());
    const after = id.startsWith('pi_')
      ? await authenticatePayment(work, id, outcome)
      : await authenticateSetup(work, id, outcome);
    await flushEvents(work);
    return after;
  });
}

/** Stripe adds which intent it was, and how it went. */
function returnAddress(returnUrl: string, intent: Intent): string {
  const address = new URL(returnUrl);
  address.searchParams.set(intent.object, intent.id);
  address.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? '');
  const went = ['succeeded', 'requires_capture'].includes(intent.status) ? 'succeeded' : 'failed';
  address.searchParams.set('redirect_status', went);
  return address.href;
}

function formOf(id: string, intent: Intent): string {
  const what =
    intent.object === 'payment_intent' ? `a payment of ${formatAmount(intent.amount, intent.currency)}` : 'this card';
  return `<p>The bank asks whether ${what} (<code>${id}</code>) is really yours.</p>
<form method="post"><button name="outcome" value="succeed">Yes, it is me</button>
<button name="outcome" value="fail">No</button></form>`;
}
