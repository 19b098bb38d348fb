import type Stripe from 'stripe';
import { z } from 'zod';
import { ok, type Answer } from '../../http/answer';
import { choice, list, text } from '../../http/params';
import { noSuchObject } from '../../http/problem';
import { route, type Call } from '../../http/route';
import { answerV2List, v2Page } from '../../http/v2-listing';
import { newId, randomText } from '../../ids';
import type { Stored } from '../../objects';
import { insertObject } from '../../queries/insert-object';
import { saveObject } from '../../queries/save-object';
import { notify, seconds } from '../../work';
import { thinEvent } from '../../webhooks/event-body';
import { findNamed, lockNamed } from '../find';
import { mergeV2Metadata, v2Metadata } from '../v2-metadata';
import { assertReachable, markDeleted } from '../webhook-endpoints';
import { destinationBody } from './destination-body';

type Destination = Stripe.V2.Core.EventDestination;

const include = list(choice('webhook_endpoint.url', 'webhook_endpoint.signing_secret'), 2).default([]);

const createParams = z.strictObject({
  description: text().optional(),
  enabled_events: list(text(100)),
  event_payload: choice('snapshot', 'thin'),
  events_from: list(choice('@self', '@accounts'), 2).default(['@self']),
  include,
  metadata: v2Metadata().optional(),
  name: text(255),
  type: choice('webhook_endpoint'),
  webhook_endpoint: z.strictObject({ url: text(2_000) }),
});

const updateParams = z.strictObject({
  description: text().optional(),
  enabled_events: list(text(100)).optional(),
  include,
  metadata: v2Metadata().optional(),
  name: text(255).optional(),
  webhook_endpoint: z.strictObject({ url: text(2_000) }).optional(),
});

const url = '/v2/core/event_destinations';
const one = `${url}/:id`;

export const eventDestinationRoutes = [
  route({ method: 'POST', path: url, params: createParams, act: create }),
  route({
    method: 'GET',
    path: url,
    params: z.strictObject({ ...v2Page, include }),
    act: (call, params) =>
      answerV2List(call.tx, 'v2.core.event_destination', {
        url,
        limit: params.limit,
        page: params.page,
        repeated: { include: params.include },
        narrow: { equal: {} },
        show: (body) => shown(body, params.include),
      }),
  }),
  route({
    method: 'GET',
    path: one,
    params: z.strictObject({ include }),
    act: async (call, params) => ok(shown(assertThere(await findDestination(call)).body, params.include)),
  }),
  route({ method: 'POST', path: one, params: updateParams, act: update }),
  route({ method: 'DELETE', path: one, params: z.strictObject({}), act: remove }),
  route({
    method: 'POST',
    path: `${one}/disable`,
    params: z.strictObject({}),
    act: (call) => change(call, { status: 'disabled', status_details: { disabled: { reason: 'user' } } }),
  }),
  route({
    method: 'POST',
    path: `${one}/enable`,
    params: z.strictObject({}),
    act: (call) => change(call, { status: 'enabled' }),
  }),
  route({ method: 'POST', path: `${one}/ping`, params: z.strictObject({}), act: ping }),
];

const findDestination = (call: Call) => findNamed(call, 'v2.core.event_destination', call.in['id']!);

function assertThere(found: Stored<'v2.core.event_destination'>): Stored<'v2.core.event_destination'> {
  if ('deleted' in found.body) throw noSuchObject('event_destination', found.id);
  return found;
}

async function lockDestination(call: Call): Promise<Stored<'v2.core.event_destination'>> {
  return assertThere(await lockNamed(call, 'v2.core.event_destination', call.in['id']!));
}

/** The address is shown where it is asked for. */
function shown(body: Destination, includes: readonly string[], secret?: string): Destination {
  return {
    ...body,
    webhook_endpoint: {
      ...(includes.includes('webhook_endpoint.url') ? { url: body.webhook_endpoint?.url ?? '' } : {}),
      ...(secret === undefined ? {} : { signing_secret: secret }),
    },
  };
}

/** The answer to this call alone can show the signing secret. */
async function create(call: Call, params: z.output<typeof createParams>): Promise<Answer> {
  assertReachable(call, params.webhook_endpoint.url);
  const body = destinationBody(newId('ed_test'), seconds(call.now), {
    name: params.name,
    ...(params.description === undefined ? {} : { description: params.description }),
    url: params.webhook_endpoint.url,
    events: params.enabled_events,
    origins: params.events_from,
    payload: params.event_payload,
    metadata: mergeV2Metadata({}, params.metadata),
  });
  const secret = `whsec_${randomText(32)}`;
  await insertObject(call.tx, 'v2.core.event_destination', seconds(call.now), body, { secret, configured: false });
  const showsSecret = params.include.includes('webhook_endpoint.signing_secret');
  return ok(shown(body, params.include, showsSecret ? secret : undefined));
}

async function update(call: Call, params: z.output<typeof updateParams>): Promise<Answer> {
  const destination = await lockDestination(call);
  const before = destination.body;
  if (params.webhook_endpoint !== undefined) assertReachable(call, params.webhook_endpoint.url);
  const body: Destination = {
    ...before,
    description: params.description ?? before.description,
    enabled_events: params.enabled_events ?? before.enabled_events,
    metadata: mergeV2Metadata(before.metadata ?? {}, params.metadata),
    name: params.name ?? before.name,
    updated: call.now.toString({ smallestUnit: 'second' }),
    webhook_endpoint: params.webhook_endpoint ?? before.webhook_endpoint ?? {},
  };
  await saveObject(call.tx, { ...destination, body });
  return ok(shown(body, params.include));
}

async function change(call: Call, status: Pick<Destination, 'status' | 'status_details'>): Promise<Answer> {
  const destination = await lockDestination(call);
  const { status_details: _before, ...before } = destination.body;
  const body: Destination = { ...before, ...status, updated: call.now.toString({ smallestUnit: 'second' }) };
  await saveObject(call.tx, { ...destination, body });
  return ok(shown(body, []));
}

async function remove(call: Call): Promise<Answer> {
  const destination = await lockDestination(call);
  await markDeleted(call, destination);
  return ok({ id: destination.id, object: 'v2.core.event_destination', deleted: true });
}

/** An event for nothing but to see that events arrive. Answers it. */
async function ping(call: Call): Promise<Answer> {
  const destination = await lockDestination(call);
  const related = { id: destination.id, type: 'v2.core.event_destination', url: `${url}/${destination.id}` };
  const event = notify(call, 'v2.core.event_destination.ping', { related, to: destination.id });
  return ok(thinEvent(call, event).body);
}
