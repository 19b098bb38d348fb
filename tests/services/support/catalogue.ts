import type { Sql } from '../../../src/adapters/postgres/sql';

/** A key, constraint or index of a table, said in one line. */
export interface Named {
  /** Without its schema where that is `public`. */
  readonly table: string;
  readonly name: string;
  readonly what: string;
}

export async function tableNames(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `select case when n.nspname = 'public' then '' else n.nspname || '.' end || c.relname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'stripe_sandbox') and c.relkind in ('r', 'p') order by 1`,
  );
  return rows.map((row) => row.name);
}

/** Everything with a name that holds or serves something, except NOT NULL, which has no name before PostgreSQL 18. */
export async function namedThings(sql: Sql): Promise<Named[]> {
  return sql.query<Named>(
    `with wanted as (
       select c.oid, case when n.nspname = 'public' then '' else n.nspname || '.' end || c.relname as "table"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'stripe_sandbox') and c.relkind in ('r', 'p')
     ), described as (${constraints} union all ${indexes})
     select "table", name,
       string_agg(regexp_replace(what, '::(text|character varying)(\\[\\])?', '', 'g'), '; ' order by place) as what
     from described group by 1, 2 order by 1, 2`,
  );
}

const constraints = `
select w."table", c.conname as name, 0 as place,
  case c.contype when 'p' then 'primary key' when 'u' then 'constraint' when 'c' then 'check' when 't' then 'constraint trigger'
    when 'f' then '(' || (select string_agg(a.attname, ', ') from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey))
      || ') → ' || c.confrelid::regclass || case c.confdeltype when 'c' then ', goes with it' when 'n' then ', emptied with it' else '' end
    else c.contype::text end as what
from wanted w join pg_constraint c on c.conrelid = w.oid where c.contype <> 'n'`;

const indexes = `
select w."table", i.relname, 1,
  case when x.indisunique then 'unique ' else '' end || case when m.amname = 'btree' then '' else m.amname || ' ' end
  || '(' || (select string_agg(pg_get_indexdef(i.oid, k, true) || case when x.indoption[k - 1] & 1 = 1 then ' desc' else '' end, ', ' order by k)
      from generate_series(1, x.indnkeyatts) k) || ')'
  || coalesce(' where ' || pg_get_expr(x.indpred, x.indrelid, true), '')
from wanted w join pg_index x on x.indrelid = w.oid join pg_class i on i.oid = x.indexrelid join pg_am m on m.oid = i.relam`;
