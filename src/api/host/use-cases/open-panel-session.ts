import type { Tx } from '../../../adapters/postgres/sql';
import { accept, refuse, type Outcome, type Refusal } from '../../../domain/refusal';
import type { AccountActor, Casita } from '../../../ports';
import { ACCOUNT_DEVICE, HOST_ROLE } from '../panel-names';
import {
  insertPanelMember,
  linkPanelMember,
  lockHostForPanel,
  panelHasOperator,
  panelMemberByEmail,
  panelMemberById,
  type HostForPanel,
} from '../queries/panel-user';

export interface OpenedPanel {
  readonly url: string;
  readonly expiresAt: string;
}

/**
 * Signs a host in to the admin panel. Its panel user is made on the first call, with the role Host and no password; the
 * session ends with the account's sign-in.
 */
export async function openPanelSession(
  app: Casita,
  command: { readonly actor: AccountActor },
): Promise<Outcome<OpenedPanel>> {
  const { hostId, sessionId } = command.actor;
  if (hostId === null) return refuse('forbidden', 'Only for hosts', [{ code: 'not_a_host' }]);
  if (sessionId === null) return refuse('unauthenticated', 'Sign in again', [{ code: 'sign_in' }]);
  const member = await app.db.transaction((tx) => panelMemberOf(app, tx, hostId));
  if (!member.ok) return member;
  const opened = await app.panel.open({ adminId: member.value, deviceId: `${ACCOUNT_DEVICE}${sessionId}` });
  return accept({ url: opened.url, expiresAt: opened.expiresAt.toISOString() });
}

async function panelMemberOf(app: Casita, tx: Tx, hostId: number): Promise<Outcome<number>> {
  const host = await lockHostForPanel(tx, hostId);
  if (!host) return refuse('not_found', 'No such host profile');
  if (host.blocked) return closed('account_blocked');
  if (!(await panelHasOperator(tx))) return notReady();
  const at = app.clock.now().toString();
  const found = host.adminUserId === null ? await adopt(tx, host) : await check(tx, host.adminUserId);
  if (!found.ok) return found;
  const adminId =
    found.value ??
    (await insertPanelMember(tx, { email: host.email, name: host.displayName, roleCode: HOST_ROLE, at }));
  const namesake = await panelMemberByEmail(tx, host.email);
  if (namesake && namesake.id !== adminId) return staffAccount();
  await linkPanelMember(tx, host.id, adminId, host.email, at);
  return accept(adminId);
}

/** The panel user that the profile already has: still active, and a host and nothing more. */
async function check(tx: Tx, adminId: number): Promise<Outcome<number | null>> {
  const member = await panelMemberById(tx, adminId);
  if (!member?.isActive) return closed('panel_closed');
  if (member.roles.some((role) => role !== HOST_ROLE)) return staffAccount();
  return accept(adminId);
}

/** A panel user of the same e-mail is taken over only where it is a host of nobody's; staff are never signed in from here. */
async function adopt(tx: Tx, host: HostForPanel): Promise<Outcome<number | null>> {
  const namesake = await panelMemberByEmail(tx, host.email);
  if (!namesake) return accept(null);
  const isFreeHost =
    namesake.hostId === null && namesake.roles.length > 0 && namesake.roles.every((role) => role === HOST_ROLE);
  if (!isFreeHost) return staffAccount();
  return namesake.isActive ? accept(namesake.id) : closed('panel_closed');
}

const closed = (code: string): Refusal => refuse('forbidden', 'The panel is closed to this account', [{ code }]);

const staffAccount = (): Refusal =>
  refuse('conflict', 'This e-mail belongs to a member of staff; sign in to the panel with its own password', [
    { code: 'staff_account' },
  ]);

/** Strapi makes its first operator only while the panel has no user at all: a host must not come first. */
const notReady = (): Refusal => refuse('unavailable', 'The panel has no operator yet', [{ code: 'panel_not_set_up' }]);
