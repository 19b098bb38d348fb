import { z } from 'zod';
import type { Sql } from '../../../adapters/postgres/sql';
import { countOpenDeliveries } from '../queries/deliveries';
import { findAnyObject } from '../queries/find-any-object';
import { listObjects } from '../queries/list-objects';
import { list, readParams, text } from './params';
import { invalidParameter } from './problem';

/**
 * What can be expanded in each object. `null` names a field that Stripe can expand and that is always empty here.
 * `charge.refunds` is a list that is left out until asked for.
 */
const expandable: Readonly<Record<string, Readonly<Record<string, 'reference' | 'refunds' | null>>>> = {
  customer: { default_source: null, test_clock: null },
  payment_method: { customer: 'reference' },
  payment_intent: {
    customer: 'reference',
    payment_method: 'reference',
    latest_charge: 'reference',
    application: null,
    on_behalf_of: null,
    review: null,
  },
  setup_intent: { customer: 'reference', payment_method: 'reference', latest_attempt: null, mandate: null },
  charge: {
    balance_transaction: 'reference',
    customer: 'reference',
    payment_intent: 'reference',
    failure_balance_transaction: 'reference',
    transfer: 'reference',
    refunds: 'refunds',
    application: null,
    application_fee: null,
    on_behalf_of: null,
    review: null,
    source_transfer: 'reference',
  },
  refund: {
    balance_transaction: 'reference',
    charge: 'reference',
    customer: 'reference',
    failure_balance_transaction: 'reference',
    payment_intent: 'reference',
    payment_method: 'reference',
    source_transfer_reversal: null,
    transfer_reversal: 'reference',
  },
  payout: {
    balance_transaction: 'reference',
    failure_balance_transaction: 'reference',
    destination: null,
    original_payout: null,
    reversed_by: null,
  },
  transfer: {
    balance_transaction: 'reference',
    destination_payment: 'reference',
    source_transaction: 'reference',
    destination: null,
    reversals: null,
  },
  transfer_reversal: {
    balance_transaction: 'reference',
    destination_payment_refund: 'reference',
    transfer: 'reference',
    source_refund: null,
  },
  dispute: { charge: 'reference', payment_intent: 'reference' },
  balance_transaction: { source: 'reference' },
};

const MAXIMUM_DEPTH = 4;
type Body = Record<string, unknown>;

/** Takes `expand` out of the parameters. */
export function takeExpand(raw: Body): { paths: readonly string[]; rest: Body } {
  const { expand, ...rest } = raw;
  if (expand === undefined) return { paths: [], rest };
  const { expand: paths } = readParams(z.object({ expand: list(text(200), 20) }), { expand });
  for (const path of paths) {
    if (path.split('.').length > MAXIMUM_DEPTH) {
      throw invalidParameter('expand', `You cannot expand more than ${MAXIMUM_DEPTH} levels of a property: ${path}`);
    }
  }
  return { paths, rest };
}

/** Fills in what an answer holds beyond what is stored, then what the caller asked to see in full. */
export async function present(sql: Sql, answer: unknown, paths: readonly string[]): Promise<unknown> {
  const body = structuredClone(answer) as Body;
  await fillIn(sql, body['object'] === 'list' ? (body['data'] as Body[]) : [body]);
  for (const path of paths) {
    const parts = path.split('.');
    if (body['object'] !== 'list') await expandPath(sql, body, parts, path);
    else if (parts[0] !== 'data' || parts.length < 2) throw notExpandable(path);
    else for (const item of body['data'] as Body[]) await expandPath(sql, item, parts.slice(1), path);
  }
  return body;
}

async function fillIn(sql: Sql, items: readonly Body[]): Promise<void> {
  const events = items.filter((item) => item['object'] === 'event');
  if (events.length === 0) return;
  const open = await countOpenDeliveries(
    sql,
    events.map((event) => event['id'] as string),
  );
  for (const event of events) event['pending_webhooks'] = open.get(event['id'] as string) ?? 0;
}

async function expandPath(sql: Sql, body: Body, parts: readonly string[], path: string): Promise<void> {
  const [field, ...rest] = parts;
  if (field === undefined) return;
  const how = expandable[String(body['object'])]?.[field];
  if (how === undefined) throw notExpandable(path);
  if (how === 'refunds' && typeof body[field] !== 'object') body[field] = null;
  if (how === 'refunds') body[field] ??= await refundsOf(sql, body['id'] as string);
  if (how === 'reference' && typeof body[field] === 'string') {
    body[field] = (await findAnyObject(sql, body[field]))?.body ?? body[field];
  }
  const inside = body[field] as Body | null;
  if (rest.length === 0 || inside === null || typeof inside !== 'object') return;
  if (inside['object'] !== 'list') return expandPath(sql, inside, rest, path);
  if (rest[0] !== 'data') throw notExpandable(path);
  for (const item of inside['data'] as Body[]) await expandPath(sql, item, rest.slice(1), path);
}

async function refundsOf(sql: Sql, charge: string): Promise<unknown> {
  const { data, hasMore } = await listObjects(sql, 'refund', { equal: { charge }, limit: 10 });
  return { object: 'list', data, has_more: hasMore, url: `/v1/charges/${charge}/refunds` };
}

function notExpandable(path: string) {
  return invalidParameter('expand', `This property cannot be expanded (${path}).`);
}
