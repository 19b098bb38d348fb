import type { Core } from '@strapi/strapi';
import { conditionId } from './conditions';
import { hostRole } from './host';
import { moderatorRole } from './moderator';
import { leafFields } from './permission-fields';
import type { PanelRole, RecordRights } from './role';

export const panelRoles: readonly PanelRole[] = [hostRole, moderatorRole];

interface Permission {
  readonly action: string;
  readonly subject: string | null;
  readonly properties: { readonly fields?: readonly string[] };
  readonly conditions: readonly string[];
}

interface RoleService {
  findOne(where: { code: string }): Promise<{ id: number } | null>;
  create(role: { code: string; name: string; description: string }): Promise<{ id: number }>;
  update(where: { id: number }, role: { name: string; description: string }): Promise<unknown>;
  assignPermissions(roleId: number, permissions: readonly Permission[]): Promise<unknown>;
}

/**
 * Makes the panel's roles and sets their permissions to exactly what is declared. What an operator changes on them
 * does not outlive a restart: a wider right would be a leak that nobody notices. Call it under a lock; it may run any number of times.
 */
export async function ensureRoles(strapi: Core.Strapi): Promise<void> {
  const roles = strapi.service('admin::role') as unknown as RoleService;
  for (const role of panelRoles) {
    const permissions = permissionsOf(strapi, role);
    assertKnown(strapi, permissions);
    const { code, name, description } = role;
    const existing = await roles.findOne({ code });
    const { id } = existing ?? (await roles.create({ code, name, description }));
    if (existing) await roles.update({ id }, { name, description });
    await roles.assignPermissions(id, permissions);
  }
}

const explorer = (verb: string) => `plugin::content-manager.explorer.${verb}`;

function permissionsOf(strapi: Core.Strapi, role: PanelRole): Permission[] {
  const onRecords = role.records.flatMap((rights) => permissionsOn(strapi, rights));
  const others = role.actions.map(({ action, condition }) => ({
    action,
    subject: null,
    properties: {},
    conditions: condition === undefined ? [] : [condition],
  }));
  return [...onRecords, ...others];
}

function permissionsOn(strapi: Core.Strapi, rights: RecordRights): Permission[] {
  const { uid } = rights;
  const one = (verb: string, fields: readonly string[] | null, condition: string | undefined): Permission => ({
    action: explorer(verb),
    subject: uid,
    properties: fields === null ? {} : { fields: leafFields(strapi, uid, fields) },
    conditions: condition === undefined ? [] : [conditionId(condition)],
  });
  return [
    one('read', rights.read, rights.readCondition),
    ...(rights.create ? [one('create', rights.create, rights.writeCondition)] : []),
    ...(rights.update ? [one('update', rights.update, rights.writeCondition)] : []),
    ...(rights.remove ? [one('delete', null, rights.writeCondition)] : []),
  ];
}

/** Strapi silently drops an unknown condition and keeps the permission: then everybody's rows would be open. */
function assertKnown(strapi: Core.Strapi, permissions: readonly Permission[]): void {
  const { conditionProvider, actionProvider } = strapi.service('admin::permission') as unknown as {
    conditionProvider: { has(id: string): boolean };
    actionProvider: { has(id: string): boolean };
  };
  for (const { action, conditions } of permissions) {
    if (!actionProvider.has(action)) throw new Error(`No such admin action: ${action}`);
    for (const id of conditions) {
      if (!conditionProvider.has(id)) throw new Error(`No such admin condition: ${id}`);
    }
  }
}
