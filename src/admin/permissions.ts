import { useAuth } from '@strapi/strapi/admin';

interface Permission {
  readonly action: string;
  readonly subject?: string | null;
  readonly properties?: { readonly fields?: readonly string[] | null };
}

/** Whether the signed-in user holds one of the panel's own actions. */
export function useMay(action: string): boolean {
  const permissions = useAuth('useMay', (state) => state.permissions) as readonly Permission[];
  return permissions.some((permission) => permission.action === action);
}

/** The actions that the signed-in user holds. */
export function usePermissions(): readonly string[] {
  const permissions = useAuth('usePermissions', (state) => state.permissions) as readonly Permission[];
  return permissions.map(({ action }) => action);
}

/** Whether the signed-in user acts as a host: the super admin holds every action, but no homes. */
export function useIsHost(): boolean {
  return useAuth('useIsHost', (state) => state.user)?.roles?.some((role) => role.code === 'casita-host') ?? false;
}

export function useMayRead(uid: string): boolean {
  const permissions = useAuth('useMayRead', (state) => state.permissions) as readonly Permission[];
  return permissions.some(
    ({ action, subject }) => action === 'plugin::content-manager.explorer.read' && subject === uid,
  );
}
