import type { Sql } from '../../adapters/postgres/sql';

/** Steps of content-type-constraints.ts that this database has. */
export async function appliedConstraints(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ name: string }>('select name from content_type_constraint');
  return new Set(rows.map((row) => row.name));
}

/** Migrations of database/migrations/ that this database has, as Strapi notes them. */
export async function appliedMigrations(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ name: string }>('select name from strapi_migrations');
  return new Set(rows.map((row) => row.name));
}
