import type { Tx } from '../../../adapters/postgres/sql';
import { accept, refuse, type Outcome, type Refusal } from '../../../domain/refusal';
import { awaitLane } from '../../../outbox/await-calls';
import { hostLane } from '../../../outbox/owe-call';
import { ProviderRefused, type Casita } from '../../../ports';
import { accountEvents, insertAccountEvent } from '../queries/account-events';
import { hostAccount, lockHostAccount, type HostAccountRow } from '../queries/host-account-row';
import { lockHostPerson } from '../queries/host-person';
import { layAside } from '../queries/past-accounts';
import { insertHostAccount, lookSoon } from '../queries/save-account';
import { mayBeginAnew } from '../../../domain/host-account';
import { checkReturn, onboardingPage } from '../return-address';
import { nextLookAt } from './apply-account';
import { oweAccountCall } from './owe-account-calls';

export interface StartOnboarding {
  readonly hostId: number;
  /** ISO 3166-1 alpha-2; may be left out once there is an account. */
  readonly country: string | null;
  /** Where the host comes back to; null: the marketplace's own page. */
  readonly returnUrl: string | null;
  /** Where they land with a link that is spent or too old, to get another; null: as `returnUrl`. */
  readonly refreshUrl: string | null;
}

export interface OnboardingLink {
  readonly url: string;
  readonly expiresAt: Date;
  readonly account: HostAccountRow;
}

const RETRY_SECONDS = 10;

/**
 * Makes a host's account where there is none (or one that was closed without us: it is laid aside), and a link to the provider's page, where they say who they are and where their money goes. A
 * link opens once and within minutes, so it is made each time anew; the account is made once, whoever asks how often.
 */
export async function startOnboarding(app: Casita, command: StartOnboarding): Promise<Outcome<OnboardingLink>> {
  const { hostId, returnUrl, refreshUrl } = command;
  const foreign = checkReturn(app.config, 'returnUrl', returnUrl) ?? checkReturn(app.config, 'refreshUrl', refreshUrl);
  if (foreign) return foreign;
  const wanted = await app.db.transaction((tx) => wantAccount(app, tx, hostId, command.country));
  if (!wanted.ok) return wanted;
  await awaitLane(app, hostLane(hostId));
  const account = await hostAccount(app.db, hostId);
  if (!account) return refusedByProvider(app, hostId);
  if (account.stripe_account === null) return unavailable();
  return link(app, account, account.stripe_account, returnUrl ?? onboardingPage(app.config), refreshUrl);
}

async function wantAccount(app: Casita, tx: Tx, hostId: number, country: string | null): Promise<Outcome<null>> {
  const host = await lockHostPerson(tx, hostId);
  if (!host || host.email === null) return refuse('not_found', 'No such host profile');
  const account = await lockHostAccount(tx, hostId);
  const isAnew = account !== null && mayBeginAnew(account);
  if (account && !isAnew) return checkAccount(account, country);
  if (country === null) {
    const reason = { code: 'required', field: 'country' };
    return refuse('malformed', 'country: where the host is at home, as two capital letters', [reason]);
  }
  if (isAnew) await layAside(tx, hostId);
  const now = app.clock.now().toString();
  const contactEmail = host.email;
  await insertHostAccount(tx, { hostId, country, contactEmail, checkAt: nextLookAt(app, 'creating'), now });
  await insertAccountEvent(tx, hostId, {
    ...{ kind: 'asked', state: null, actor: 'host', made_by: null, reason: null, at: now },
  });
  await oweAccountCall(app, tx, 'create_account', { id: hostId, documentId: host.documentId });
  return accept(null);
}

function checkAccount(account: HostAccountRow, country: string | null): Outcome<null> {
  if (account.state === 'closed' || account.closing_since !== null) return closedAccount();
  if (country === null || country === account.country) return accept(null);
  return refuse('refused', 'The country of an account cannot change', [
    { code: 'country_fixed', field: 'country', limit: account.country, value: country },
  ]);
}

async function link(
  app: Casita,
  account: HostAccountRow,
  stripeAccount: string,
  returnUrl: string,
  refreshUrl: string | null,
): Promise<Outcome<OnboardingLink>> {
  try {
    const made = await app.hostAccounts.link({
      account: stripeAccount,
      returnUrl,
      refreshUrl: refreshUrl ?? returnUrl,
    });
    // What comes of the visit is told by an event; one that is lost must not keep the host waiting for long.
    await lookSoon(app.db, account.host_id, made.expiresAt.toISOString());
    return accept({ ...made, account });
  } catch (error) {
    app.log.warn(`a link for ${stripeAccount}: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof ProviderRefused ? closedAccount() : unavailable();
  }
}

/** In its own words: which country it does not serve, which address it does not take. */
async function refusedByProvider(app: Casita, hostId: number): Promise<Refusal> {
  const [latest] = await accountEvents(app.db, hostId, 1);
  const said = latest?.kind === 'refused' ? latest.reason : null;
  return refuse('refused', 'The payment provider cannot make this account', [
    { code: 'account_refused', field: 'country', value: said },
  ]);
}

const closedAccount = (): Refusal =>
  refuse('conflict', 'The account with the payment provider is closed', [{ code: 'account_closed' }]);

const unavailable = (): Refusal => ({
  ...refuse('unavailable', 'The payment provider does not answer; try again', [{ code: 'provider_unavailable' }]),
  retryAfterSeconds: RETRY_SECONDS,
});
