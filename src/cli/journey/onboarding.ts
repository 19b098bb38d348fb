import type { Scene } from './flows';
import { moveClock } from './stay';

interface Account {
  readonly state: string;
  readonly ready: boolean;
  readonly requirements: readonly { readonly field: string }[];
}

/** The host goes through the payment provider's questions, as their browser would, and can be paid. */
export async function hostOnboarding({ people, say }: Scene): Promise<void> {
  const { host } = people;
  const read = async () => (await host.get<{ data: Account }>('/api/host/onboarding')).data;
  const before = await read();
  say(`  before: ${before.state}; ${before.requirements.length} things are missing`);
  const body = before.state === 'none' ? { country: 'PT' } : {};
  const { data: link } = await host.post<{ data: { url: string } }>('/api/host/onboarding', body);
  const visit = {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'complete' }),
    redirect: 'manual',
  } as const;
  const back = (await fetch(link.url, visit)).headers.get('location');
  say(`  gave on the provider's page what was asked for; it led back to ${back ?? 'nowhere'}`);
  await moveClock(people, { advance: 'PT1M' });
  const after = await read();
  if (!after.ready) throw new Error(`the host cannot be paid: ${JSON.stringify(after)}`);
  say(`  now: ${after.state}: payouts go there`);
}
