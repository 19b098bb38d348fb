import { z } from 'zod';
import { byDocumentId, queryInt } from '../../../contract/fields';
import { asAnswer, callerOf, operation, type AnyOperation, type Call } from '../../../contract/operation';
import { accept, type Outcome } from '../../../domain/refusal';
import { hostProperty, listingChangeBody, newListingBody } from '../listing-fields';
import { ownListing, ownListings, type OwnListing } from '../queries/own-listing';
import { deleteListing } from '../use-cases/delete-listing';
import { noSuchProperty } from '../use-cases/no-such-property';
import { publishListing, unpublishListing } from '../use-cases/publish-listing';
import { createListing, updateListing } from '../use-cases/save-listing';

const tag = 'Host: listings';
const writes = { name: 'host-writes', points: 600, seconds: 60 };
const pageSizeDefault = 25;

/** The caller's host profile; access `host` has made sure that there is one. */
export function hostOf(call: Pick<Call, 'actor'>): number {
  const { hostId } = callerOf(call);
  if (hostId === null) throw new Error('hostOf: the operation is not for hosts');
  return hostId;
}

/** Row ids stay inside. */
function shown({ id: _id, ...listing }: OwnListing) {
  return listing as z.input<typeof hostProperty>;
}

const answer = (outcome: Outcome<OwnListing>) => (outcome.ok ? accept({ data: shown(outcome.value) }) : outcome);

const list = operation({
  id: 'hostProperties',
  kind: 'query',
  method: 'GET',
  path: '/host/properties',
  tag,
  summary: "The host's own listings",
  description: 'In every state, the newest first.',
  access: 'host',
  query: z.strictObject({
    state: z.enum(['draft', 'published', 'unpublished']).optional(),
    page: queryInt(1, 100_000).optional(),
    pageSize: queryInt(1, 100).optional(),
  }),
  success: { status: 200, schema: z.array(hostProperty), description: 'One page' },
  refusals: [],
  async handle(app, call) {
    const page = call.query.page ?? 1;
    const pageSize = call.query.pageSize ?? pageSizeDefault;
    const found = await ownListings(app.db, hostOf(call), {
      state: call.query.state ?? null,
      limit: pageSize,
      offset: (page - 1) * pageSize,
    });
    const pagination = { page, pageSize, pageCount: Math.ceil(found.total / pageSize), total: found.total };
    return accept({ data: found.rows.map(shown), meta: { pagination } });
  },
});

const read = operation({
  id: 'hostProperty',
  kind: 'query',
  method: 'GET',
  path: '/host/properties/:id',
  tag,
  summary: 'An own listing with everything',
  access: 'host',
  params: byDocumentId,
  success: { status: 200, schema: hostProperty, description: 'The exact address is in it' },
  refusals: ['not_found'],
  async handle(app, call) {
    const listing = await ownListing(app.db, call.params.id, hostOf(call));
    return listing ? accept({ data: shown(listing) }) : noSuchProperty();
  },
});

const create = operation({
  id: 'createProperty',
  kind: 'mutation',
  method: 'POST',
  path: '/properties',
  tag,
  summary: 'Write down a new listing',
  description: 'It begins as a draft. The time zone follows from the point on the map.',
  access: 'host',
  rateLimit: writes,
  body: newListingBody,
  success: { status: 201, schema: hostProperty, description: 'The draft' },
  refusals: ['refused'],
  handle: async (app, call) => answer(await createListing(app, hostOf(call), call.body)),
});

const update = operation({
  id: 'updateProperty',
  kind: 'mutation',
  method: 'PUT',
  path: '/properties/:id',
  tag,
  summary: 'Change an own listing',
  description: 'What is not named stays, inside of components too. A published listing must stay complete.',
  access: 'host',
  rateLimit: writes,
  params: byDocumentId,
  body: listingChangeBody,
  success: { status: 200, schema: hostProperty, description: 'The changed listing' },
  refusals: ['not_found', 'refused'],
  handle: async (app, call) => answer(await updateListing(app, hostOf(call), call.params.id, call.body)),
});

const remove = operation({
  id: 'deleteProperty',
  kind: 'mutation',
  method: 'DELETE',
  path: '/properties/:id',
  tag,
  summary: 'Delete an own listing',
  description: 'Refused once there are bookings or reviews: unpublish it instead.',
  access: 'host',
  rateLimit: writes,
  params: byDocumentId,
  success: {
    status: 200,
    schema: z.object({ documentId: z.string() }).meta({ id: 'DeletedProperty' }),
    description: 'Gone',
  },
  refusals: ['not_found', 'conflict'],
  async handle(app, call) {
    return asAnswer(await deleteListing(app, hostOf(call), call.params.id));
  },
});

const publish = operation({
  id: 'publishProperty',
  kind: 'mutation',
  method: 'POST',
  path: '/properties/:id/publish',
  tag,
  summary: 'Put an own listing on the market',
  description: 'Names every field that still lacks.',
  access: 'host',
  rateLimit: writes,
  params: byDocumentId,
  success: { status: 200, schema: hostProperty, description: 'The published listing' },
  refusals: ['not_found', 'refused', 'conflict'],
  handle: async (app, call) => answer(await publishListing(app, hostOf(call), call.params.id)),
});

const unpublish = operation({
  id: 'unpublishProperty',
  kind: 'mutation',
  method: 'POST',
  path: '/properties/:id/unpublish',
  tag,
  summary: 'Take an own listing off the market',
  description: 'Bookings that there are stand.',
  access: 'host',
  rateLimit: writes,
  params: byDocumentId,
  success: { status: 200, schema: hostProperty, description: 'The listing' },
  refusals: ['not_found'],
  handle: async (app, call) => answer(await unpublishListing(app, hostOf(call), call.params.id)),
});

export const hostListingOperations: readonly AnyOperation[] = [list, read, create, update, remove, publish, unpublish];
