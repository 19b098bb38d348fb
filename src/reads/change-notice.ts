import type { SharedLoads } from './shared-loads';

type Hearer = Pick<SharedLoads<object>, 'drop' | 'dropAll'>;

/** What hears of changes: things kept by the home, and by the account, that they tell of, and what is counted by the collection. */
export interface Hearers {
  readonly homes: Hearer;
  readonly accounts: Hearer;
  readonly counts: Hearer;
}

const hearerOf: Readonly<Record<string, keyof Hearers>> = { home: 'homes', account: 'accounts', listed: 'counts' };

/**
 * Drops what a notice of the database (database/migrations/2026.11.24T01.00.01.change-notices.ts) says has changed. What is not
 * understood counts as everything.
 */
export function dropChanged(payload: string, hearers: Hearers): void {
  const [what = '', ids = ''] = payload.split(' ', 2);
  const hearer = Object.hasOwn(hearerOf, what) ? hearerOf[what] : undefined;
  if (hearer && ids !== '') {
    for (const id of ids.split(',')) hearers[hearer].drop(id);
    return;
  }
  hearers.homes.dropAll();
  hearers.accounts.dropAll();
  hearers.counts.dropAll();
}
