import { z } from 'zod';
import { answerList } from '../http/listing';
import { created, list, page, text } from '../http/params';
import { invalidParameter } from '../http/problem';
import { route } from '../http/route';
import { retrieveRoute } from './retrieve';

export const eventRoutes = [
  route({
    method: 'GET',
    path: '/v1/events',
    connected: true,
    params: z.strictObject({
      ...page,
      created,
      type: text(100).optional(),
      types: list(text(100), 20).optional(),
    }),
    act: (call, params) => {
      if (params.type !== undefined && params.types !== undefined) {
        throw invalidParameter('types', 'You may only specify one of these parameters: type, types.');
      }
      return answerList(call.tx, 'event', '/v1/events', params, {
        equal: { type: params.type },
        typeIn: params.types,
        created: params.created,
        account: call.account,
      });
    },
  }),
  retrieveRoute('event', '/v1/events/:id', { connected: true }),
];
