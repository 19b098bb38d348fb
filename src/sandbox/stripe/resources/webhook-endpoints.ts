import type Stripe from 'stripe';
import { z } from 'zod';
import { API_VERSION } from '../api-version';
import { ok, type Answer } from '../http/answer';
import { answerList } from '../http/listing';
import { emptyable, flag, list, mergeMetadata, metadata, page, text } from '../http/params';
import { invalidParameter, noSuchObject } from '../http/problem';
import { route, type Call } from '../http/route';
import { newId, randomText } from '../ids';
import type { Stored } from '../objects';
import type { StripeSandboxOptions, WebhookTarget } from '../options';
import { insertObject } from '../queries/insert-object';
import { listConfiguredEndpoints, type StoredEndpoint } from '../queries/list-configured-endpoints';
import { saveObject } from '../queries/save-object';
import { seconds, type Work } from '../work';
import { isLoopbackUrl } from '../webhooks/loopback-url';
import { destinationBody } from './event-destinations/destination-body';
import { findNamed, lockNamed } from './find';

const createParams = z.strictObject({
  api_version: text().optional(),
  connect: flag().optional(),
  description: emptyable(text()).optional(),
  enabled_events: list(text(100)),
  metadata: metadata().optional(),
  url: text(2000),
});

const updateParams = z.strictObject({
  description: emptyable(text()).optional(),
  disabled: flag().optional(),
  enabled_events: list(text(100)).optional(),
  metadata: metadata().optional(),
  url: text(2000).optional(),
});

export const webhookEndpointRoutes = [
  route({ method: 'POST', path: '/v1/webhook_endpoints', params: createParams, act: create }),
  route({
    method: 'GET',
    path: '/v1/webhook_endpoints',
    params: z.strictObject({ ...page }),
    act: (call, params) => answerList(call.tx, 'webhook_endpoint', '/v1/webhook_endpoints', params),
  }),
  route({
    method: 'GET',
    path: '/v1/webhook_endpoints/:id',
    params: z.strictObject({}),
    act: async (call) => {
      const endpoint = await findNamed(call, 'webhook_endpoint', call.in['id']!);
      if ('deleted' in endpoint.body) throw noSuchObject('webhook_endpoint', endpoint.id);
      return ok(endpoint.body);
    },
  }),
  route({ method: 'POST', path: '/v1/webhook_endpoints/:id', params: updateParams, act: update }),
  route({ method: 'DELETE', path: '/v1/webhook_endpoints/:id', params: z.strictObject({}), act: remove }),
];

export function assertReachable(work: Work, url: string): void {
  if (!URL.canParse(url)) throw invalidParameter('url', 'Invalid URL.', 'url_invalid');
  if (!work.sandbox.allowRemote && !isLoopbackUrl(url)) {
    throw invalidParameter('url', 'The sandbox sends webhooks to its own machine only.', 'url_invalid');
  }
}

/** The answer to this call alone shows the signing secret. */
async function create(call: Call, params: z.output<typeof createParams>): Promise<Answer> {
  assertReachable(call, params.url);
  const body = endpointBody(newId('we'), seconds(call.now), params.url, params.enabled_events);
  body.description = params.description ?? null;
  body.metadata = mergeMetadata({}, params.metadata);
  const secret = `whsec_${randomText(32)}`;
  await insertObject(call.tx, 'webhook_endpoint', body.created, body, {
    secret,
    configured: false,
    connect: params.connect ?? false,
  });
  return ok({ ...body, secret });
}

async function update(call: Call, params: z.output<typeof updateParams>): Promise<Answer> {
  const endpoint = await lockNamed(call, 'webhook_endpoint', call.in['id']!);
  if ('deleted' in endpoint.body) throw noSuchObject('webhook_endpoint', endpoint.id);
  if (params.url !== undefined) assertReachable(call, params.url);
  const before = endpoint.body;
  const body: Stripe.WebhookEndpoint = {
    ...before,
    description: params.description === undefined ? before.description : params.description,
    enabled_events: params.enabled_events ?? before.enabled_events,
    metadata: mergeMetadata(before.metadata, params.metadata),
    status: params.disabled === undefined ? before.status : params.disabled ? 'disabled' : 'enabled',
    url: params.url ?? before.url,
  };
  await saveObject(call.tx, { ...endpoint, body });
  return ok(body);
}

async function remove(call: Call): Promise<Answer> {
  const endpoint = await lockNamed(call, 'webhook_endpoint', call.in['id']!);
  if ('deleted' in endpoint.body) throw noSuchObject('webhook_endpoint', endpoint.id);
  await markDeleted(call, endpoint);
  return ok({ id: endpoint.id, object: 'webhook_endpoint', deleted: true });
}

export async function markDeleted(work: Work, endpoint: StoredEndpoint): Promise<void> {
  const body = { ...endpoint.body, deleted: true };
  await saveObject(work.tx, { ...endpoint, body } as unknown as StoredEndpoint);
}

/**
 * Makes the configured endpoints those of this start. They are known by their place, so that what an earlier start on another port still had
 * to deliver reaches the new one.
 */
export async function configureEndpoints(
  work: Work,
  targets: NonNullable<StripeSandboxOptions['webhookEndpoints']>,
): Promise<void> {
  const before = await listConfiguredEndpoints(work.tx);
  const wanted = new Set<string>();
  for (const [index, target] of targets.entries()) {
    assertReachable(work, target.url);
    const id = `${target.payload === 'thin' ? 'ed' : 'we'}_configured_${index + 1}`;
    wanted.add(id);
    await configureEndpoint(
      work,
      id,
      target,
      before.find((endpoint) => endpoint.id === id),
    );
  }
  for (const endpoint of before) if (!wanted.has(endpoint.id)) await markDeleted(work, endpoint);
}

async function configureEndpoint(
  work: Work,
  id: string,
  target: WebhookTarget,
  known: StoredEndpoint | undefined,
): Promise<void> {
  const type = target.payload === 'thin' ? 'v2.core.event_destination' : 'webhook_endpoint';
  const events = [...(target.enabledEvents ?? ['*'])];
  const hidden = { secret: target.secret, configured: true, connect: target.connect ?? false };
  const at = known?.created ?? seconds(work.now);
  const body =
    type === 'webhook_endpoint'
      ? endpointBody(id, at, target.url, events)
      : destinationBody(id, at, { name: id, url: target.url, events, origins: originsOf(target), payload: 'thin' });
  if (known === undefined) await insertObject(work.tx, type, at, body, hidden);
  else await saveObject(work.tx, { ...known, body, hidden } as Stored<'webhook_endpoint'>);
}

const originsOf = (target: WebhookTarget) => (target.connect ? ['@accounts'] : ['@self']);

function endpointBody(id: string, at: number, url: string, enabledEvents: string[]): Stripe.WebhookEndpoint {
  return {
    id,
    object: 'webhook_endpoint',
    api_version: API_VERSION,
    application: null,
    created: at,
    description: null,
    enabled_events: enabledEvents,
    livemode: false,
    metadata: {},
    status: 'enabled',
    url,
  };
}
