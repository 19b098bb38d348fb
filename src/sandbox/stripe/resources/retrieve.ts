import { z } from 'zod';
import { ok } from '../http/answer';
import { route, type Route } from '../http/route';
import type { ObjectType } from '../objects';
import { findNamed } from './find';

/** Reads one object as it is stored: `GET` of a path that ends in `:id`. */
export const retrieveRoute = (type: ObjectType, path: string, { connected = false } = {}): Route =>
  route({
    method: 'GET',
    path,
    connected,
    params: z.strictObject({}),
    act: async (call) => ok((await findNamed(call, type, call.in['id']!)).body),
  });
