import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dataDir } from '../environment';
import { caller, type Caller } from './http';

const account = z.object({ role: z.string(), email: z.string(), password: z.string() });

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
  const accounts = z.array(account).parse(JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')));
  const of = (role: string) => {
    const found = accounts.find((each) => each.role === role);
    if (!found) throw new Error(`there is no demo account of a ${role}: run npm run quickstart first`);
    return found;
  };
  const anyone = caller(url);
  const guest = await signIn(anyone, of('Guest'));
  const host = await signIn(anyone, of('Host'));
  const moderator = await signInToPanel(anyone, of('Moderator'));
  const staff = await signInToPanel(anyone, of('Super admin'));
  const me = await host.post<{ data: { host: { documentId: string } } }>('/api/me/become-host');
  return { url, anyone, guest, host, hostProfile: me.data.host.documentId, moderator, staff };
}

async function signIn(anyone: Caller, { email, password }: z.infer<typeof account>): Promise<Caller> {
  const answer = await anyone.post<{ jwt: string }>('/api/auth/local', { identifier: email, password });
  return anyone.as(answer.jwt);
}

async function signInToPanel(anyone: Caller, { email, password }: z.infer<typeof account>): Promise<Caller> {
  const answer = await anyone.post<{ data: { token: string } }>('/admin/login', { email, password });
  return anyone.as(answer.data.token);
}
