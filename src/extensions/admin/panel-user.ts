import type { Core } from '@strapi/strapi';
import { HOST_ROLE, MODERATOR_ROLE, SUPER_ADMIN_ROLE } from '../../api/host/panel-names';

/** Who is signed in to the panel, as far as our rules need to know. */
export interface PanelUser {
  readonly id: number;
  readonly name: string;
  /** `host` and `moderator` are ours and closely kept; `staff` is every role that an operator made, and the super admin. */
  readonly kind: 'host' | 'moderator' | 'staff';
  /** Codes of their roles. */
  readonly roles: readonly string[];
}

interface AdminUser {
  readonly id: number;
  readonly firstname?: string | null;
  readonly lastname?: string | null;
  readonly username?: string | null;
  readonly email: string;
  readonly roles?: readonly { readonly code: string }[];
}

interface RequestState {
  readonly auth?: { readonly strategy?: { readonly name?: string } };
  readonly user?: AdminUser;
}

/** Sign-in to the panel, or one of its own tokens; the public API's strategies have other names. */
const isAdminStrategy = (name: string | undefined): boolean => name === 'admin' || name === 'admin-token';

/** The panel's user behind a request; null for the public API, and outside of requests. */
export function panelUserOf(state: RequestState | undefined): PanelUser | null {
  const user = state?.user;
  if (!user || !isAdminStrategy(state.auth?.strategy?.name)) return null;
  const roles = user.roles?.map((role) => role.code) ?? [];
  return { id: user.id, name: nameOf(user), kind: kindOf(roles), roles };
}

export function currentPanelUser(strapi: Core.Strapi): PanelUser | null {
  return panelUserOf(strapi.requestContext.get()?.state as RequestState | undefined);
}

/** With several roles the narrowest counts: an account that lets homes is a host in the panel, whatever else it was given. */
function kindOf(codes: readonly string[]): PanelUser['kind'] {
  if (codes.includes(SUPER_ADMIN_ROLE)) return 'staff';
  if (codes.includes(HOST_ROLE)) return 'host';
  if (codes.length === 0 || codes.includes(MODERATOR_ROLE)) return 'moderator';
  return 'staff';
}

function nameOf(user: AdminUser): string {
  const full = [user.firstname, user.lastname].filter(Boolean).join(' ');
  return full || user.username || user.email;
}
