import type { SharedLoads } from './shared-loads';

/** What hears of changes: things kept by the home, and by the account, that they tell of. */
export interface Hearers {
  readonly homes: Pick<SharedLoads<object>, 'drop' | 'dropAll'>;
  readonly accounts: Pick<SharedLoads<object>, 'drop' | 'dropAll'>;
}

/**
 * Drops what a notice of the database (database/migrations/2026.11.24T01.00.01.change-notices.ts) says has changed. What is not
 * understood counts as everything.
 */
export function dropChanged(payload: string, { homes, accounts }: Hearers): void {
  const [what, ids = ''] = payload.split(' ', 2);
  const hearer = what === 'home' ? homes : what === 'account' ? accounts : null;
  if (hearer && ids !== '') {
    for (const id of ids.split(',')) hearer.drop(id);
    return;
  }
  homes.dropAll();
  accounts.dropAll();
}
