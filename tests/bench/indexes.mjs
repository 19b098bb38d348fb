/** Many rows go in faster when their indexes are made afterwards. */

/**
 * What makes the dropped ones again lies in a table meanwhile: should this process be killed, the next one makes them.
 * @param {import('pg').Client} client
 * @param {readonly string[]} tables without indexes while `work` runs, but for those of keys and constraints
 */
export async function withoutIndexes(client, tables, work) {
  await client.query('create table if not exists bench_dropped_index (definition text primary key)');
  const { rows } = await client.query(
    `select pg_get_indexdef(indexrelid) as definition, indexrelid::regclass::text as name from pg_index
     where indrelid = any($1::regclass[]) and not exists (select 1 from pg_constraint where conindid = indexrelid)`,
    [tables],
  );
  for (const { name, definition } of rows) {
    await client.query('insert into bench_dropped_index values ($1) on conflict do nothing', [definition]);
    await client.query(`drop index ${name}`);
  }
  await work();
  const { rows: dropped } = await client.query('select definition from bench_dropped_index');
  for (const { definition } of dropped) {
    await client.query(definition.replace(/^create (unique )?index /i, 'create $1index if not exists '));
  }
  await client.query('drop table bench_dropped_index');
}
