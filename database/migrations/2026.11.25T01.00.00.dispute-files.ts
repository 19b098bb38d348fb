import type { Knex } from 'knex';

/**
 * Files that speak for a disputed payment. They can hold a guest's papers, so they are not in the media library, whose files are served to
 * whoever knows the address; and what is taken away is gone from here.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table dispute_file (
  id integer generated always as identity primary key,
  document_id text not null unique,
  dispute_id integer not null references dispute (id),
  field text not null check (field in ('cancellationPolicy', 'customerCommunication', 'customerSignature', 'duplicateChargeDocumentation',
    'receipt', 'refundPolicy', 'serviceDocumentation', 'uncategorizedFile')),
  kind text not null check (kind in ('pdf', 'jpeg')),
  content bytea,
  added_by integer not null,
  at timestamptz not null,
  removed_at timestamptz,
  stripe_file text unique,
  refused text,
  constraint dispute_file_size check (octet_length(content) between 1 and 4500000),
  constraint dispute_file_removed check ((removed_at is null) = (content is not null)),
  constraint dispute_file_answer check (stripe_file is null or refused is null)
);
create unique index dispute_file_standing on dispute_file (dispute_id, field) where removed_at is null;
create index dispute_file_dispute on dispute_file (dispute_id, id);
`);
}
