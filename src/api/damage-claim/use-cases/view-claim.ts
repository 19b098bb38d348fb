import { accept, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { claimsOfHost, claimsWaiting, claimView, type ClaimFilter, type ClaimViewRow } from '../queries/load-claim';
import { claimNotFound } from './move-claim';

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A claim as one party of its booking may see it: the guest pays, so only they get the client secret; staff have no names here. */
export function viewClaim(row: ClaimViewRow, side: 'guest' | 'host') {
  const money = (amount: number) => ({ amount, currency: row.currency });
  const isGuest = side === 'guest';
  return {
    n: row.n,
    state: row.state,
    amount: money(row.amount),
    description: row.description,
    items: row.items.map(({ label, amount }) => ({ label, amount })),
    filedAt: row.filed_at.toISOString(),
    answerBy: row.answer_by.toISOString(),
    answeredAt: instant(row.answered_at),
    offered: row.offered === null ? null : money(row.offered),
    answer: row.answer,
    awarded: row.awarded === null ? null : money(row.awarded),
    decision: row.decision,
    decidedAt: instant(row.decided_at),
    endedAt: instant(row.ended_at),
    payment: row.payment && {
      state: row.payment.state,
      amount: money(row.payment.amount),
      clientSecret: isGuest && row.state === 'awaiting_payment' ? row.payment.clientSecret : null,
      lastError: isGuest ? row.payment.lastError : null,
    },
    photos: row.photos,
    events: row.events.map(({ move, by, at }) => ({ move, by, at })),
  };
}

const named = (row: ClaimViewRow) => ({
  documentId: row.document_id,
  booking: { documentId: row.booking_document_id, reference: row.reference, home: row.home },
});

/** A claim as its host sees it, away from its booking. */
const viewOwnClaim = (row: ClaimViewRow) => ({ ...named(row), ...viewClaim(row, 'host') });

/** A claim as staff see it. */
export const viewClaimForStaff = (row: ClaimViewRow) => ({
  ...viewOwnClaim(row),
  cardKept: row.card_kept,
  events: row.events,
});

export async function readClaim(app: Casita, documentId: string): Promise<Outcome<unknown>> {
  const row = await claimView(app.db, documentId);
  return row ? accept(viewClaimForStaff(row)) : claimNotFound();
}

export async function readClaims(
  app: Casita,
  filter: ClaimFilter,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
) {
  const rows = await claimsWaiting(app.db, filter, {
    limit: pageSize + 1,
    offset: (page - 1) * pageSize,
  });
  return accept({ claims: rows.slice(0, pageSize).map(viewClaimForStaff), more: rows.length > pageSize });
}

/** Another host's is as missing as none. */
export async function readOwnClaim(app: Casita, hostId: number, documentId: string): Promise<Outcome<unknown>> {
  const row = await claimView(app.db, documentId);
  return row?.host_id === hostId ? accept(viewOwnClaim(row)) : claimNotFound();
}

export async function readOwnClaims(
  app: Casita,
  hostId: number,
  filter: ClaimFilter,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
) {
  const rows = await claimsOfHost(app.db, hostId, filter, { limit: pageSize + 1, offset: (page - 1) * pageSize });
  return accept({ claims: rows.slice(0, pageSize).map(viewOwnClaim), more: rows.length > pageSize });
}
