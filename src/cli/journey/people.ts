import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dataDir } from '../environment';
import { caller, type Caller } from './http';

const account = z.object({ email: z.string(), password: z.string() });
const file = z.object({ guest: account, host: account, moderator: account, superAdmin: account });

/** Everybody who takes part, signed in. */
export interface People {
  readonly url: string;
  readonly anyone: Caller;
  readonly guest: Caller;
  readonly host: Caller;
  /** Document id of the host's profile. */
  readonly hostProfile: string;
  readonly moderator: Caller;
  readonly staff: Caller;
}

/** Signs in with the demo accounts that were made for this installation. */
export async function signEverybodyIn(url: string): Promise<People> {
  const accounts = file.parse(JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')));
  const anyone = caller(url);
  const guest = await signIn(anyone, accounts.guest);
  const host = await signIn(anyone, accounts.host);
  const moderator = await signInToPanel(anyone, accounts.moderator);
  const staff = await signInToPanel(anyone, accounts.superAdmin);
  const me = await host.post<{ data: { hostProfile: { documentId: string } } }>('/api/me/become-host');
  return { url, anyone, guest, host, hostProfile: me.data.hostProfile.documentId, moderator, staff };
}

async function signIn(anyone: Caller, { email, password }: z.infer<typeof account>): Promise<Caller> {
  const answer = await anyone.post<{ jwt: string }>('/api/auth/local', { identifier: email, password });
  return anyone.as(answer.jwt);
}

async function signInToPanel(anyone: Caller, { email, password }: z.infer<typeof account>): Promise<Caller> {
  const answer = await anyone.post<{ data: { token: string } }>('/admin/login', { email, password });
  return anyone.as(answer.data.token);
}
