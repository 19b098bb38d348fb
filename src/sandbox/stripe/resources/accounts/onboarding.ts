import { newId } from '../../ids';
import type { AccountBody, AccountHidden, Stored } from '../../objects';
import { lockObject } from '../../queries/lock-object';
import { scheduleWork } from '../../queries/schedule-work';
import type { Work } from '../../work';
import { workedOut } from './account-body';
import { missingFrom } from './requirements';
import { saveAccount } from './save-account';

/** The holder gives all that is asked for. Stripe looks at it, and says so in a moment. */
export async function submitDetails(work: Work, account: Stored<'v2.core.account'>): Promise<AccountBody> {
  const { body, hidden } = account;
  if (hidden.standing === 'submitted' || hidden.standing === 'rejected') return body;
  const missing = missingFrom(body.identity, hidden);
  if (hidden.standing === 'verified' && missing.length === 0) return body;
  await scheduleWork(work.tx, 'account_verified', account.id, work.now);
  return stand(work, account, {
    ...hidden,
    standing: 'submitted',
    given: [...hidden.given, ...missing],
    bankAccount: hidden.bankAccount ?? newId('ba'),
  });
}

/** Falls due right after the holder gave everything. */
export async function accountVerified(work: Work, id: string): Promise<void> {
  const account = await lockObject(work.tx, 'v2.core.account', id);
  if (account?.hidden.standing !== 'submitted' || account.body.closed === true) return;
  await stand(work, account, { ...account.hidden, standing: 'verified' });
}

/** Moves an account to where a test or a demonstration wants it. */
export async function stand(
  work: Work,
  account: Stored<'v2.core.account'>,
  hidden: AccountHidden,
): Promise<AccountBody> {
  const after = workedOut(account.body, hidden);
  await saveAccount(work, account, after);
  return after.body;
}
