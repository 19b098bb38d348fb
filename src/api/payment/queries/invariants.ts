import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from '../../../adapters/postgres/sql';

/** A row is a broken invariant: which one, and what breaks it. None is the only good answer. */
export interface BrokenInvariant {
  readonly invariant: string;
  readonly detail: string;
}

/** Beside the migrations, for an operator to run as well; compiled code has its own copy in the same place. */
const invariants = readFileSync(join(__dirname, '../../../../database/invariants.sql'), 'utf8');

/** What must be true of money and nights at every instant between two transactions, whatever is still under way. */
export const brokenInvariants = (sql: Sql): Promise<BrokenInvariant[]> =>
  sql.query<BrokenInvariant>(invariants, [], { planKeptAs: 'invariants' });
