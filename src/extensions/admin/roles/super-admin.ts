import type { Core } from '@strapi/strapi';
import { isWritable, keptRecords } from '../guards/kept-records';

interface Permission {
  readonly action: string;
  readonly subject: string | null;
  readonly properties: { readonly fields?: readonly string[] };
}

interface RoleHooks {
  readonly willResetSuperAdminPermissions: { register(change: (permissions: Permission[]) => Permission[]): void };
}

/** Strapi gives the super admin everything at each start; what nobody may write by a form shows no button for it either. */
export function hideKeptRecords(strapi: Core.Strapi): void {
  const { hooks } = strapi.service('admin::role') as unknown as { hooks: RoleHooks };
  hooks.willResetSuperAdminPermissions.register((permissions) => permissions.flatMap(withoutKept));
}

const explorer = 'plugin::content-manager.explorer.';

function withoutKept(permission: Permission): Permission[] {
  const record = keptRecords.find(({ uid }) => uid === permission.subject);
  if (!record || !permission.action.startsWith(explorer)) return [permission];
  switch (permission.action.slice(explorer.length)) {
    case 'create':
      return record.mayCreate ? writableOnly(permission, record) : [];
    case 'update':
      return writableOnly(permission, record);
    case 'delete':
      return record.mayRemove ? [permission] : [];
    default:
      return [permission];
  }
}

function writableOnly(permission: Permission, record: (typeof keptRecords)[number]): Permission[] {
  const fields =
    permission.properties.fields?.filter((field) => isWritable(record, field.split('.')[0] ?? field)) ?? [];
  return fields.length === 0 ? [] : [{ ...permission, properties: { ...permission.properties, fields } }];
}
