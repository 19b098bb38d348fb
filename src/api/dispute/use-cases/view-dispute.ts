import { said, suggestedEvidence } from '../../../domain/dispute-evidence';
import { stateOfFile } from '../../../domain/dispute-files';
import { accept, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { disputeView, listDisputes, type DisputeFilter, type DisputeViewRow } from '../queries/dispute-view';
import { disputeNotFound } from './answer-dispute';

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A dispute as staff see it. */
export function viewDispute(row: DisputeViewRow) {
  const money = (amount: number) => ({ amount, currency: row.currency });
  return {
    documentId: row.document_id,
    stripeDispute: row.stripe_dispute,
    state: row.state,
    reason: row.reason,
    amount: money(row.amount),
    fee: money(row.fee),
    booking: { documentId: row.booking_document_id, reference: row.reference, home: row.home, guest: row.guest_name },
    openedAt: row.opened_at.toISOString(),
    evidenceDueBy: instant(row.evidence_due_by),
    answer: row.answer,
    bearer: row.bearer,
    hostShare: row.lost_at === null ? null : money(row.host_share),
    withdrawnAt: instant(row.withdrawn_at),
    reinstatedAt: instant(row.reinstated_at),
    lostAt: instant(row.lost_at),
    evidence: said(row.evidence ?? {}),
    files: row.files.map((file) => {
      const { id, field, kind, bytes, at, refused } = file;
      return { id, field, kind, bytes, at, state: stateOfFile(file), refused };
    }),
    suggested: suggestedEvidence({
      reference: row.reference,
      home: row.home,
      guestName: row.guest_name,
      checkIn: row.check_in,
      checkOut: row.check_out,
      policy: row.policy,
    }),
    events: row.events,
  };
}

export async function readDispute(app: Casita, documentId: string): Promise<Outcome<ReturnType<typeof viewDispute>>> {
  const row = await disputeView(app.db, documentId);
  return row ? accept(viewDispute(row)) : disputeNotFound();
}

export async function readDisputes(
  app: Casita,
  filter: DisputeFilter,
  page: { readonly page: number; readonly pageSize: number },
) {
  const { pageSize } = page;
  const rows = await listDisputes(app.db, filter, { limit: pageSize + 1, offset: (page.page - 1) * pageSize });
  return accept({ disputes: rows.slice(0, pageSize).map(viewDispute), more: rows.length > pageSize });
}
