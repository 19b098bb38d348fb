import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Casita } from '../../../ports';
import { readChange } from '../../documents/column-relations';
import { currentPanelUser, type PanelUser } from '../panel-user';
import { hostOfPanelUser } from '../queries/host-of-panel-user';
import { isOwnedType, ownedRow } from '../queries/owned-rows';
import { usableFile } from '../queries/usable-file';
import { rightsOn } from '../door/record-rights';
import type { DocumentWrite } from './document-write';

/**
 * What a host writes in the panel stays their own: Strapi checks neither the relations that a form connects nor, when
 * an entry is made, any condition. Targets are resolved to row ids here, so that what was checked is what is written.
 */
export async function guardOwnedWrite(strapi: Core.Strapi, write: DocumentWrite): Promise<void> {
  const user = currentPanelUser(strapi);
  if (user === null || user.kind === 'staff') return;
  if (user.kind !== 'host' || !isOwnedType(write.uid)) throw new errors.ForbiddenError();
  const fields = writableFields(write);
  const app = strapi.get('casita') as Casita;
  const host = await hostOfPanelUser(app.db, user.id);
  if (!host) throw new errors.ForbiddenError();
  if (write.documentId !== null) {
    const row = await ownedRow(app.db, write.uid, host.id, { documentId: write.documentId });
    if (row === null) throw new errors.NotFoundError();
  }
  if (fields === null) return;
  keepOnly(write, fields);
  await ownTargets(app, write, user, host.id);
}

/** The role's fields for this write; null for a removal. */
function writableFields(write: DocumentWrite): readonly string[] | null {
  const rights = rightsOn('host', write.uid);
  if (write.action === 'create' && rights?.create) return rights.create;
  if (write.action === 'update' && rights?.update) return rights.update;
  if (write.action === 'delete' && rights?.remove) return null;
  throw new errors.ForbiddenError();
}

function keepOnly(write: DocumentWrite, fields: readonly string[]): void {
  const signature = write.action === 'create' ? ['createdBy', 'updatedBy'] : ['updatedBy'];
  for (const name of Object.keys(write.data)) {
    if (!fields.includes(name) && !signature.includes(name)) delete write.data[name];
  }
}

async function ownTargets(app: Casita, write: DocumentWrite, user: PanelUser, hostId: number): Promise<void> {
  switch (write.uid) {
    case 'api::property.property':
      if (write.action === 'create') {
        write.data['host'] = hostId;
        dropComponentIds(write.data);
      }
      return;
    case 'api::photo-use.photo-use':
      await ownProperty(app, write, hostId);
      return ownFile(app, write, user, hostId, 'file');
    case 'api::calendar-range.calendar-range':
      if (write.action === 'create') write.data['source'] = 'host';
      return ownProperty(app, write, hostId);
    case 'api::host-profile.host-profile':
      return ownFile(app, write, user, hostId, 'photo');
  }
}

async function ownProperty(app: Casita, write: DocumentWrite, hostId: number): Promise<void> {
  const change = write.data['property'] === undefined ? 'unchanged' : readChange(write.data['property']);
  if (change === 'unchanged' && write.action === 'update') {
    delete write.data['property'];
    return;
  }
  const row =
    change === null || change === 'unchanged' ? null : await ownedRow(app.db, 'api::property.property', hostId, change);
  if (row === null) refuse('property', 'Choose one of your properties');
  write.data['property'] = row;
}

async function ownFile(
  app: Casita,
  write: DocumentWrite,
  user: PanelUser,
  hostId: number,
  field: string,
): Promise<void> {
  if (write.data[field] === undefined) return;
  const change = readChange(write.data[field]);
  if (change === null) return;
  if (change === 'unchanged') {
    delete write.data[field];
    return;
  }
  const row = await usableFile(app.db, user.id, hostId, change);
  if (row === null) refuse(field, 'Choose a picture that you uploaded');
  write.data[field] = row;
}

/** A new home takes over nobody's components. */
function dropComponentIds(data: Record<string, unknown>): void {
  for (const value of Object.values(data)) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) delete (value as { id?: unknown }).id;
  }
}

function refuse(field: string, message: string): never {
  throw new errors.ValidationError(message, { reasons: [{ code: 'not_yours', field }] });
}
