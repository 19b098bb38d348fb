import { createId } from '@paralleldrive/cuid2';
import { missingId } from './access-world';
import { callerWith, insertAccount, send, signIn, type HostWorld, type PanelWorld, type Reply } from './panel-world';

/** Everybody who may come to the panel's door, in the order of what they may. */
export const callers = ['nobody', 'guest', 'hostA', 'hostB', 'moderator', 'superAdmin'] as const;
export type Caller = (typeof callers)[number];
export type Which = 'own' | 'another' | 'missing';

export interface Cell {
  readonly caller: Caller;
  /** Null where the call is about no entry. */
  readonly which: Which | null;
}

export interface PanelDoors {
  readonly world: PanelWorld;
  call(caller: Caller, method: string, path: string, body?: unknown): Promise<Reply>;
}

export async function panelDoors(url: string, world: PanelWorld): Promise<PanelDoors> {
  const email = `guest-${createId()}@example.com`;
  await insertAccount(world.sql, email);
  const guest = callerWith(url, await signIn(url, email));
  return {
    world,
    async call(caller, method, path, body) {
      if (caller === 'nobody') return send(url + path, method, null, body);
      return by(
        { guest, hostA: world.a.panel, hostB: world.b.panel, moderator: world.moderator, superAdmin: world.operator },
        caller,
      ).call(method, path, body);
    },
  };
}

const by = <T>(those: Readonly<Record<Exclude<Caller, 'nobody'>, T>>, caller: Exclude<Caller, 'nobody'>): T =>
  those[caller];

/** For whom nothing is their own, `own` is A's and `another` is B's. */
export const sideOf = ({ world }: PanelDoors, { caller, which }: Cell): HostWorld =>
  (caller === 'hostB') === (which === 'own') ? world.b : world.a;

export function idFor(doors: PanelDoors, cell: Cell, uid: string): string {
  return cell.which === 'missing' ? missingId : (sideOf(doors, cell).entry[uid]?.documentId ?? missingId);
}

export const line = ({ caller, which }: Cell, status: number): string =>
  `${caller}${which ? ` ${which}` : ''}: ${status}`;
