import { z } from 'zod';
import { instant, isCleanText } from '../../contract/fields';
import { operation, type AnyOperation } from '../../contract/operation';
import { accept } from '../../domain/refusal';
import { hostOf } from '../property/operations/host-listings';
import { accountView, viewOf } from './account-view';
import { hostAccount } from './queries/host-account-row';
import { startOnboarding } from './use-cases/start-onboarding';

const tag = 'Hosts';

const view = operation({
  id: 'hostOnboarding',
  kind: 'query',
  method: 'GET',
  path: '/host/onboarding',
  tag,
  summary: 'How the host is paid: the account with the payment provider, and what it lacks',
  access: 'host',
  success: { status: 200, schema: accountView, description: 'As it was last heard of' },
  refusals: [],
  handle: async (app, call) => accept({ data: viewOf(await hostAccount(app.db, hostOf(call))) }),
});

/** An address in the web, as browsers read it; whose it is, the use case asks. */
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine(isCleanText, { message: 'not well-formed text', params: { code: 'invalid_text' } })
  .transform((url) => new URL(url).href);

export const onboardingBody = z.strictObject({
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null)
    .meta({ description: 'ISO 3166-1 alpha-2: where the host is at home. For good; may be left out from then on' }),
  returnUrl: webAddress.nullable().default(null).meta({
    description: "Where the host comes back to, on the marketplace's own addresses; left out: its page for this",
  }),
  refreshUrl: webAddress
    .nullable()
    .default(null)
    .meta({ description: 'Where they land with a link that is spent, to get another; left out: as `returnUrl`' }),
});

const start = operation({
  id: 'startHostOnboarding',
  kind: 'mutation',
  method: 'POST',
  path: '/host/onboarding',
  tag,
  summary: 'Get a link to the page on which the payment provider asks a host what it must know',
  description:
    'Makes the account on the first call; it is made once, however often this is called. A link opens once and within minutes: ask when the host is about to go there.',
  access: 'host',
  bodyOptional: true,
  body: onboardingBody,
  rateLimit: { name: 'host-onboarding', points: 20, seconds: 60 },
  success: {
    status: 201,
    schema: z.object({ url: z.string(), expiresAt: instant, account: accountView }).meta({ id: 'HostOnboardingLink' }),
    description: 'The link, and the account as it was last heard of',
  },
  refusals: ['refused', 'conflict', 'not_found', 'unavailable'],
  async handle(app, call) {
    const { country = null, returnUrl = null, refreshUrl = null } = call.body;
    const outcome = await startOnboarding(app, { hostId: hostOf(call), country, returnUrl, refreshUrl });
    if (!outcome.ok) return outcome;
    const { url, expiresAt, account } = outcome.value;
    return accept({ data: { url, expiresAt: expiresAt.toISOString(), account: viewOf(account) } });
  },
});

export const hostAccountOperations: readonly AnyOperation[] = [view, start];
