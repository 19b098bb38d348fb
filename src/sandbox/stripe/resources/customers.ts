import type Stripe from 'stripe';
import { z } from 'zod';
import { ok } from '../http/answer';
import { answerList } from '../http/listing';
import {
  address,
  choice,
  created,
  emptyable,
  list,
  mergeMetadata,
  metadata,
  page,
  shipping,
  text,
} from '../http/params';
import { noSuchObject } from '../http/problem';
import { route, type Call } from '../http/route';
import { newId, randomText } from '../ids';
import type { Stored } from '../objects';
import { insertObject } from '../queries/insert-object';
import { saveObject } from '../queries/save-object';
import { emit, seconds } from '../work';
import { wholeAddress, type GivenShipping } from './address';
import { lockNamed } from './find';
import { attachToCustomer } from './payment-method-use';
import { retrieveRoute } from './retrieve';

const changeable = {
  address: emptyable(address()).optional(),
  description: emptyable(text()).optional(),
  email: emptyable(text(512)).optional(),
  metadata: metadata().optional(),
  name: emptyable(text(256)).optional(),
  phone: emptyable(text(20)).optional(),
  preferred_locales: list(text(10)).optional(),
  shipping: emptyable(shipping()).optional(),
  tax_exempt: emptyable(choice('none', 'exempt', 'reverse')).optional(),
};

const createParams = z.strictObject({ ...changeable, payment_method: text().optional() });
const updateParams = z.strictObject({
  ...changeable,
  invoice_settings: z.strictObject({ default_payment_method: emptyable(text()) }).optional(),
});

type Changes = Omit<z.output<typeof updateParams>, 'invoice_settings'>;

export const customerRoutes = [
  route({ method: 'POST', path: '/v1/customers', params: createParams, act: create }),
  route({
    method: 'GET',
    path: '/v1/customers',
    params: z.strictObject({ ...page, created, email: text(512).optional() }),
    act: (call, params) =>
      answerList(call.tx, 'customer', '/v1/customers', params, {
        equal: { email: params.email },
        created: params.created,
      }),
  }),
  retrieveRoute('customer', '/v1/customers/:id'),
  route({ method: 'POST', path: '/v1/customers/:id', params: updateParams, act: update }),
  route({ method: 'DELETE', path: '/v1/customers/:id', params: z.strictObject({}), act: remove }),
  route({
    method: 'GET',
    path: '/v1/customers/:id/payment_methods',
    params: z.strictObject({ ...page, type: choice('card').optional() }),
    act: async (call, params) => {
      const { id } = await liveCustomer(call);
      const url = `/v1/customers/${id}/payment_methods`;
      return answerList(call.tx, 'payment_method', url, params, { equal: { customer: id, type: params.type } });
    },
  }),
];

async function liveCustomer(call: Call): Promise<Stored<'customer'> & { body: Stripe.Customer }> {
  const customer = await lockNamed(call, 'customer', call.in['id']!);
  if ('deleted' in customer.body) throw noSuchObject('customer', customer.id);
  return customer as Stored<'customer'> & { body: Stripe.Customer };
}

async function create(call: Call, params: z.output<typeof createParams>) {
  const { payment_method: paymentMethod, ...changes } = params;
  const body = changed(emptyCustomer(newId('cus'), seconds(call.now)), changes);
  const customer = await insertObject(call.tx, 'customer', body.created, body, {});
  if (paymentMethod !== undefined) await attachToCustomer(call, paymentMethod, customer.id);
  emit(call, 'customer.created', body);
  return ok(body);
}

async function update(call: Call, params: z.output<typeof updateParams>) {
  const customer = await liveCustomer(call);
  const { invoice_settings: settings, ...changes } = params;
  const before = customer.body;
  const body = changed(before, changes);
  if (settings !== undefined) {
    body.invoice_settings = { ...body.invoice_settings, default_payment_method: settings.default_payment_method };
  }
  await saveObject(call.tx, { ...customer, body });
  emit(call, 'customer.updated', body, previous(before, body));
  return ok(body);
}

async function remove(call: Call) {
  const customer = await liveCustomer(call);
  const body: Stripe.DeletedCustomer = { id: customer.id, object: 'customer', deleted: true };
  emit(call, 'customer.deleted', customer.body);
  await saveObject(call.tx, { ...customer, body });
  return ok(body);
}

function changed(before: Stripe.Customer, changes: Changes): Stripe.Customer {
  const { metadata: metadataChange, address: newAddress, shipping: newShipping, ...plain } = changes;
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...given,
    ...(newAddress === undefined ? {} : { address: newAddress === null ? null : wholeAddress(newAddress) }),
    ...(newShipping === undefined
      ? {}
      : {
          shipping: newShipping === null ? null : shippingOf(newShipping),
        }),
    metadata: mergeMetadata(before.metadata, metadataChange),
  };
}

function shippingOf(given: GivenShipping): Stripe.Customer.Shipping {
  return {
    address: wholeAddress(given.address),
    name: given.name,
    ...(given.phone === undefined ? {} : { phone: given.phone }),
  };
}

function previous(before: object, after: object): Record<string, unknown> {
  const now = after as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(before).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(now[key])),
  );
}

function emptyCustomer(id: string, at: number): Stripe.Customer {
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: at,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}
