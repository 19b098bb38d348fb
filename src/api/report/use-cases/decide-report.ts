import type { Tx } from '../../../adapters/postgres/sql';
import { accept, refuse, type Outcome, type Refusal } from '../../../domain/refusal';
import type { Casita, StaffActor } from '../../../ports';
import { lockProperty } from '../../booking/queries/lock-property';
import { decideReviewIn } from '../../review/use-cases/decide-review';
import { closeReport, findReport, lockReport, type ReportForDecision } from '../queries/report-for-decision';

export interface DecideReport {
  readonly actor: StaffActor;
  readonly reportDocumentId: string;
  /** `uphold`: the review breaks the rules, and is hidden with it; `dismiss`: it stays as it is. */
  readonly decision: 'uphold' | 'dismiss';
  /** Needed to uphold: it is the reason for hiding. */
  readonly reason: string | null;
}

export interface DecidedReport {
  readonly documentId: string;
  readonly state: 'upheld' | 'dismissed';
}

export async function decideReport(app: Casita, command: DecideReport): Promise<Outcome<DecidedReport>> {
  const reason = command.reason?.trim() || null;
  if (command.decision === 'uphold' && reason === null) {
    return refuse('refused', 'Say why the review is hidden: its author is told', [
      { code: 'reason_required', field: 'reason' },
    ]);
  }
  return app.db.transaction((tx) => decideIn(tx, app, { ...command, reason }));
}

async function decideIn(tx: Tx, app: Casita, command: DecideReport): Promise<Outcome<DecidedReport>> {
  const found = await findReport(tx, command.reportDocumentId);
  if (!found) return refuse('not_found', 'No such report');
  if (found.propertyId !== null) await lockProperty(tx, found.propertyId);
  const report = await lockReport(tx, found.id);
  if (report?.state !== 'open') return closedAlready(report);
  const state = command.decision === 'uphold' ? 'upheld' : 'dismissed';
  if (state === 'upheld' && report.reviewDocumentId !== null && report.reviewState !== 'hidden') {
    const hidden = await decideReviewIn(tx, app, {
      actor: command.actor,
      reviewDocumentId: report.reviewDocumentId,
      decision: 'hide',
      reason: command.reason,
    });
    if (!hidden.ok) return hidden;
  }
  await closeReport(tx, report.id, state, command.reason, app.clock.now().toString());
  return accept({ documentId: report.documentId, state });
}

function closedAlready(report: ReportForDecision | null): Refusal {
  if (!report) return refuse('not_found', 'No such report');
  return refuse('conflict', `This report is already ${report.state}`, [
    { code: 'move_not_allowed', field: 'state', limit: ['open'], value: report.state },
  ]);
}
