import { z } from 'zod';
import { ok } from '../../http/answer';
import { answerList } from '../../http/listing';
import { created, emptyable, mergeMetadata, metadata, page, text } from '../../http/params';
import { route, type Call } from '../../http/route';
import { saveObject } from '../../queries/save-object';
import { emit } from '../../work';
import { lockNamed } from '../find';
import { retrieveRoute } from '../retrieve';

const updateParams = z.strictObject({
  description: emptyable(text()).optional(),
  metadata: metadata().optional(),
  receipt_email: emptyable(text(512)).optional(),
  transfer_group: text(255).optional(),
});

export const chargeRoutes = [
  route({
    method: 'GET',
    path: '/v1/charges',
    connected: true,
    params: z.strictObject({
      ...page,
      created,
      customer: text().optional(),
      payment_intent: text().optional(),
      transfer_group: text().optional(),
    }),
    act: (call, params) =>
      answerList(call.tx, 'charge', '/v1/charges', params, {
        equal: {
          customer: params.customer,
          payment_intent: params.payment_intent,
          transfer_group: params.transfer_group,
        },
        created: params.created,
        account: call.account,
      }),
  }),
  retrieveRoute('charge', '/v1/charges/:id', { connected: true }),
  route({ method: 'POST', path: '/v1/charges/:id', params: updateParams, act: update }),
];

async function update(call: Call, params: z.output<typeof updateParams>) {
  const charge = await lockNamed(call, 'charge', call.in['id']!);
  const { metadata: change, ...plain } = params;
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  const body = { ...charge.body, ...given, metadata: mergeMetadata(charge.body.metadata, change) };
  await saveObject(call.tx, { ...charge, body });
  emit(call, 'charge.updated', body);
  return ok(body);
}
