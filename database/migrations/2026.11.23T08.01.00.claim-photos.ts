import type { Knex } from 'knex';

/**
 * Pictures of damage. They show the inside of a home to those of one booking alone, so they are not in the media library, whose files
 * are served to whoever knows the address.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table damage_claim_photo (
  id integer generated always as identity primary key,
  document_id text not null unique,
  claim_id integer not null references damage_claim (id),
  side text not null check (side in ('guest', 'host')),
  jpeg bytea not null,
  at timestamptz not null,
  constraint damage_claim_photo_size check (octet_length(jpeg) between 1 and 8388608)
);
create index damage_claim_photo_claim on damage_claim_photo (claim_id, id);
`);
}
