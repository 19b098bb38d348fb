import type { Core } from '@strapi/strapi';
import type { Casita } from '../../ports';
import { sendHostsNoPasswordMail } from './door/no-password-mail';
import { installPanelDoor } from './door/panel-door';
import { installGuards } from './guards/install-guards';
import { registerActions } from './roles/actions';
import { registerConditions } from './roles/conditions';
import { ensureRoles } from './roles/ensure-roles';
import { hideKeptRecords } from './roles/super-admin';
import { claimRoutes } from './routes/claims';
import { conflictRoutes } from './routes/calendar-conflicts';
import { disputeRoutes } from './routes/disputes';
import { dailyCloseRoutes } from './routes/daily-closes';
import { hostAccountRoutes } from './routes/host-accounts';
import { correctionRoutes } from './routes/corrections';
import { hostStatementRoutes } from './routes/host-statements';
import { hostingRoutes } from './routes/hosting';
import { moderationRoutes } from './routes/moderation';
import { moneyRoutes } from './routes/money';
import { ownClaimRoutes } from './routes/own-claims';
import { payoutRoutes } from './routes/payouts';
import { penaltyRoutes } from './routes/penalties';
import { staffBookingRoutes } from './routes/staff-bookings';
import { sellerReportRoutes } from './routes/seller-reports';
import { taxReportRoutes } from './routes/tax-reports';
import { offerPolicies } from './policy-choices';
import { applyViews } from './views/apply-views';

/** The panel's rules; before the other middlewares of the document service, which these must come in front of. */
export async function registerAdminPanel(strapi: Core.Strapi): Promise<void> {
  await registerConditions(strapi);
  await registerActions(strapi);
  hideKeptRecords(strapi);
  offerPolicies(strapi);
  sendHostsNoPasswordMail(strapi);
  installPanelDoor(strapi);
  installGuards(strapi);
  const routes = [
    ...conflictRoutes,
    ...correctionRoutes,
    ...dailyCloseRoutes,
    ...moderationRoutes,
    ...hostingRoutes,
    ...hostAccountRoutes,
    ...moneyRoutes,
    ...payoutRoutes,
    ...hostStatementRoutes,
    ...penaltyRoutes,
    ...disputeRoutes,
    ...claimRoutes,
    ...ownClaimRoutes,
    ...staffBookingRoutes,
    ...taxReportRoutes,
    ...sellerReportRoutes,
  ];
  strapi.server.routes({ type: 'admin', prefix: '/casita', routes } as never);
}

/** Roles and forms as declared. One instance at a time: Strapi's own services look before they insert. */
export async function bootstrapAdminPanel(strapi: Core.Strapi): Promise<void> {
  const { db } = strapi.get('casita') as Casita;
  await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await ensureRoles(strapi);
    await applyViews(strapi);
  });
}

/** Any fixed number of our own. */
const LOCK = 7_312_004;
