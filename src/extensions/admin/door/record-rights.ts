import { hostRole } from '../roles/host';
import { moderatorRole } from '../roles/moderator';
import type { RecordRights } from '../roles/role';
import type { PanelUser } from '../panel-user';

export type KeptUser = PanelUser & { readonly kind: 'host' | 'moderator' };

/** What hosts and moderators may read of a content type; null: nothing. */
export function rightsOn(kind: KeptUser['kind'], uid: string): RecordRights | null {
  const role = kind === 'host' ? hostRole : moderatorRole;
  return role.records.find((rights) => rights.uid === uid) ?? null;
}

/** What every entry has, and what may always be asked for. */
export const everyEntry: readonly string[] = ['id', 'documentId', 'createdAt', 'updatedAt'];
