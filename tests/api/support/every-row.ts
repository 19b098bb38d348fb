import type { Sql } from '../../../src/adapters/postgres/sql';

/** Per table the number of rows and a hash of what they say: two equal ones mean that nothing was written in between. */
export type EveryRow = Readonly<Record<string, string>>;

/** Strapi's own, the app's, the queue's and the local Stripe's. */
const schemas = ['public', 'graphile_worker', 'stripe_sandbox'];
/** Strapi keeps its own notes there, whenever it likes. */
const leftOut = ['strapi_core_store_settings'];

/** Made once, with the tables that there are: the statement is long, and it is asked around every hostile request. */
export async function everyRowOf(sql: Sql): Promise<() => Promise<EveryRow>> {
  const tables = await sql.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any($1) and tablename <> all($2) order by 1`,
    [schemas, leftOut],
  );
  const statement = tables
    .map(
      ({ name }) =>
        `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as state from ${name} t`,
    )
    .join(' union all ');
  return async () => {
    const rows = await sql.query<{ name: string; state: string }>(statement, [], { planKeptAs: 'every-row' });
    return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
  };
}
