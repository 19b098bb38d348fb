import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Stored } from '../objects';
import { findObject } from '../queries/find-object';
import { addressesOf, stillWorks, useLink } from '../resources/account-links';
import type { Sandbox } from '../sandbox';
import { flushEvents } from '../webhooks/flush-events';
import { beginWork } from '../work';
import { parseForm, readBody } from './body';
import { answerPage } from './page';

const PATH = /^\/onboarding\/(acct_\w+)\/(acctlink_\w+)$/;

/** The page where a host would tell Stripe who they are: here, two buttons. Its address is the secret. */
export function isOnboardingPage(url: string): boolean {
  return PATH.test(url.split('?')[0] ?? '');
}

export async function serveOnboardingPage(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const [, accountId = '', linkId = ''] = PATH.exec((req.url ?? '').split('?')[0] ?? '') ?? [];
  const link = await findObject(sandbox.database, 'v2.core.account_link', linkId);
  const account = await findObject(sandbox.database, 'v2.core.account', accountId);
  if (link === undefined || account === undefined || link.body.account !== accountId) {
    return answerPage(res, 404, 'Onboarding', '<p>There is nothing here.</p>');
  }
  const { refresh, back } = addressesOf(link);
  if (!stillWorks(link, sandbox.clock.now())) return goTo(res, refresh);
  if (req.method !== 'POST') return answerPage(res, 200, 'Onboarding', formOf(account));
  const { outcome } = parseForm(await readBody(req));
  if (outcome !== 'complete' && outcome !== 'leave') {
    return answerPage(res, 400, 'Onboarding', '<p>Neither done nor left.</p>');
  }
  const was = await use(sandbox, linkId, outcome);
  sandbox.poke();
  return goTo(res, was ? back : refresh);
}

function use(sandbox: Sandbox, linkId: string, outcome: 'complete' | 'leave'): Promise<boolean> {
  return sandbox.database.transaction(async (tx) => {
    const work = beginWork(sandbox, tx, sandbox.clock.now());
    const was = await useLink(work, linkId, outcome);
    await flushEvents(work);
    return was;
  });
}

function goTo(res: ServerResponse, address: string): void {
  res.writeHead(303, { location: address, 'cache-control': 'no-store' }).end();
}

function formOf(account: Stored<'v2.core.account'>): string {
  const missing = account.body.requirements.entries?.map((entry) => `<li><code>${entry.description}</code></li>`);
  return `<p>The account <code>${account.id}</code> is asked for:</p><ul>${missing?.join('') ?? ''}</ul>
<form method="post"><button name="outcome" value="complete">Give it all</button>
<button name="outcome" value="leave">Come back later</button></form>`;
}
