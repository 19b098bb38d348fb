import type Stripe from 'stripe';
import { z } from 'zod';
import { ok, type Answer } from '../../http/answer';
import { answerList } from '../../http/listing';
import { mergeMetadata, page } from '../../http/params';
import { route, type Call } from '../../http/route';
import { saveObject } from '../../queries/save-object';
import { emit } from '../../work';
import { findNamed, lockNamed } from '../find';
import { createTransfer } from './create';
import { createParams, listParams, reverseParams, updateParams, updateReversalParams } from './params';
import { assertOf, reverseTransfer, updateReversal } from './reverse';
import { retrieveRoute } from '../retrieve';

const reversals = '/v1/transfers/:transfer/reversals';

export const transferRoutes = [
  route({ method: 'POST', path: '/v1/transfers', params: createParams, act: createTransfer }),
  route({
    method: 'GET',
    path: '/v1/transfers',
    params: listParams,
    act: (call, params) =>
      answerList(call.tx, 'transfer', '/v1/transfers', params, {
        equal: { destination: params.destination, transfer_group: params.transfer_group },
        created: params.created,
      }),
  }),
  retrieveRoute('transfer', '/v1/transfers/:id'),
  route({ method: 'POST', path: '/v1/transfers/:id', params: updateParams, act: update }),
  route({ method: 'POST', path: reversals, params: reverseParams, act: reverseTransfer }),
  route({
    method: 'GET',
    path: reversals,
    params: z.strictObject({ ...page }),
    act: async (call, params) => {
      const { id } = await findNamed(call, 'transfer', call.in['transfer']!);
      return answerList(call.tx, 'transfer_reversal', `/v1/transfers/${id}/reversals`, params, {
        equal: { transfer: id },
      });
    },
  }),
  route({ method: 'GET', path: `${reversals}/:id`, params: z.strictObject({}), act: retrieveReversal }),
  route({ method: 'POST', path: `${reversals}/:id`, params: updateReversalParams, act: updateReversal }),
];

async function update(call: Call, params: z.output<typeof updateParams>): Promise<Answer> {
  const transfer = await lockNamed(call, 'transfer', call.in['id']!);
  const body: Stripe.Transfer = {
    ...transfer.body,
    description: params.description === undefined ? transfer.body.description : params.description,
    metadata: mergeMetadata(transfer.body.metadata, params.metadata),
  };
  await saveObject(call.tx, { ...transfer, body });
  emit(call, 'transfer.updated', body);
  return ok(body);
}

async function retrieveReversal(call: Call): Promise<Answer> {
  const reversal = await findNamed(call, 'transfer_reversal', call.in['id']!);
  assertOf(reversal, call.in['transfer']!);
  return ok(reversal.body);
}
