import type { Sql } from '../../../adapters/postgres/sql';
import type { Evidence } from '../../../domain/dispute-evidence';
import type { EvidenceFileField } from '../../../domain/dispute-files';
import type { DocumentKind } from '../../../ports';
import { disputeColumns, type DisputeRow } from './dispute-row';

/** A dispute with what staff need to judge it. */
export interface DisputeViewRow extends DisputeRow {
  readonly reference: string;
  readonly booking_document_id: string;
  readonly home: string;
  readonly guest_name: string;
  readonly check_in: string;
  readonly check_out: string;
  readonly policy: string;
  readonly evidence: Evidence | null;
  readonly files: readonly {
    readonly id: string;
    readonly field: EvidenceFileField;
    readonly kind: DocumentKind;
    readonly bytes: number;
    readonly at: string;
    readonly stripe_file: string | null;
    readonly refused: string | null;
  }[];
  readonly events: readonly {
    step: string;
    by: 'staff' | 'system';
    name: string | null;
    door: string;
    reason: string | null;
    at: string;
  }[];
}

const view = `
select ${disputeColumns}, b.reference, b.document_id as booking_document_id, coalesce(p.name, '') as home, coalesce(b.guest_name, '') as guest_name,
  b.check_in, b.check_out, b.cancellation_policy->>'label' as policy,
  (select v.evidence from dispute_evidence v where v.dispute_id = d.id order by v.id desc limit 1) as evidence,
  coalesce((select json_agg(json_build_object('id', f.document_id, 'field', f.field, 'kind', f.kind, 'bytes', octet_length(f.content),
     'at', to_char(f.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'stripe_file', f.stripe_file, 'refused', f.refused) order by f.field)
     from dispute_file f where f.dispute_id = d.id and f.removed_at is null), '[]') as files,
  coalesce((select json_agg(json_build_object('step', e.step, 'by', e.actor_kind, 'name', e.actor_name, 'door', e.door, 'reason', e.reason,
     'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.id) from dispute_event e where e.dispute_id = d.id), '[]') as events
from dispute d join bookings b on b.id = d.booking_id join properties p on p.id = b.property_id`;

export async function disputeView(sql: Sql, documentId: string): Promise<DisputeViewRow | null> {
  return (await sql.query<DisputeViewRow>(`${view} where d.document_id = $1`, [documentId]))[0] ?? null;
}

const filters = {
  to_answer: `d.state in ('warning_needs_response', 'needs_response') and d.answer = 'none'`,
  open: `d.state not in ('won', 'lost', 'warning_closed', 'prevented')`,
  all: 'true',
} as const;
export type DisputeFilter = keyof typeof filters;
export const disputeFilters = Object.keys(filters) as DisputeFilter[];

/** The next deadline first; those without one last, the latest first. */
export async function listDisputes(
  sql: Sql,
  filter: DisputeFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<DisputeViewRow[]> {
  return sql.query<DisputeViewRow>(
    `${view} where ${filters[filter]} order by d.evidence_due_by nulls last, d.id desc limit $1 offset $2`,
    [page.limit, page.offset],
  );
}
