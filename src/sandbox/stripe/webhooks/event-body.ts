import { API_VERSION } from '../api-version';
import { newId } from '../ids';
import type { EventBody, RelatedObject, ThinEventBody } from '../objects';
import { seconds, type PendingEvent, type PendingThinEvent, type Work } from '../work';

/** An event as it is stored, and whom it happened to. */
export interface WrittenEvent<Body extends EventBody | ThinEventBody = EventBody | ThinEventBody> {
  readonly body: Body;
  readonly account: string | null;
  readonly origin: '@self' | '@accounts';
  /** The one endpoint that hears of it; null: all that want to. */
  readonly to: string | null;
}

export function snapshotEvent(work: Work, event: PendingEvent): WrittenEvent<EventBody> {
  const body: EventBody = {
    id: newId('evt'),
    object: 'event',
    ...(event.account === null ? {} : { account: event.account }),
    api_version: API_VERSION,
    created: seconds(work.now),
    data: {
      object: event.object,
      ...(event.previousAttributes === null ? {} : { previous_attributes: event.previousAttributes }),
    },
    livemode: false,
    pending_webhooks: 0,
    request: work.origin,
    type: event.type,
  };
  return { body, account: event.account, origin: event.account === null ? '@self' : '@accounts', to: null };
}

export function thinEvent(work: Work, event: PendingThinEvent): WrittenEvent<ThinEventBody> {
  const body = { ...thinBody(work, event.type, event.related, null), id: event.id };
  return {
    body: { ...body, data: event.data, changes: event.changes },
    account: null,
    origin: '@accounts',
    to: event.to,
  };
}

/** The v2 event that names what a v1 event holds. */
export function thinTwin(work: Work, event: PendingEvent, snapshotId: string): WrittenEvent<ThinEventBody> {
  const { id, object } = event.object;
  const related = id === undefined ? null : { id, type: object, url: `/v1/${object}s/${id}` };
  const body = { ...thinBody(work, `v1.${event.type}`, related, event.account), snapshot_event: snapshotId };
  return { body, account: null, origin: event.account === null ? '@self' : '@accounts', to: null };
}

function thinBody(work: Work, type: string, related: RelatedObject | null, context: string | null): ThinEventBody {
  const { id, idempotency_key } = work.origin;
  return {
    id: newId('evt_test'),
    object: 'v2.core.event',
    type,
    livemode: false,
    created: work.now.toString({ smallestUnit: 'millisecond' }),
    context,
    related_object: related,
    reason: id === null ? null : { type: 'request', request: { id, idempotency_key: idempotency_key ?? '' } },
    data: null,
    changes: null,
  };
}
