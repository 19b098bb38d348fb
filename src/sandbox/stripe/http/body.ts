import type { IncomingMessage } from 'node:http';
import qs from 'qs';
import { unreadableBody } from './problem';

const MAXIMUM_BYTES = 1_000_000;
const MAXIMUM_DEPTH = 12;
const MAXIMUM_FIELDS = 2_000;

/** A body beyond the limit is read to its end, up to a point, and thrown away: the connection stays good for the next request. */
const MAXIMUM_DISCARDED_BYTES = 20_000_000;

export async function readBody(req: IncomingMessage): Promise<string> {
  return new TextDecoder('utf-8').decode(await readBytes(req, MAXIMUM_BYTES));
}

export async function readBytes(req: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAXIMUM_DISCARDED_BYTES) break;
    if (length <= bytesMax) chunks.push(chunk);
  }
  if (length > bytesMax) throw unreadableBody('The request body is too large.', 413);
  return Buffer.concat(chunks);
}

/** Deep brackets, `metadata[a]=b` and `expand[0]=c`, as the SDK sends them. */
export function parseForm(form: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = qs.parse(form, {
      depth: MAXIMUM_DEPTH,
      strictDepth: true,
      parameterLimit: MAXIMUM_FIELDS,
      throwOnLimitExceeded: true,
      arrayLimit: 1_000,
      plainObjects: true,
    });
  } catch {
    throw unreadableBody('The request has too many parameters, or they are too deep.');
  }
  return checked(parsed);
}

export function parseJson(json: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = json === '' ? {} : JSON.parse(json);
  } catch {
    throw unreadableBody('The request body is not JSON.');
  }
  return checked(parsed);
}

function checked(parsed: unknown): Record<string, unknown> {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw unreadableBody('The request body is not a set of parameters.');
  }
  refuseUnstorableText(parsed, 0);
  return parsed as Record<string, unknown>;
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair; the check also bounds the depth of JSON. */
function refuseUnstorableText(value: unknown, depth: number): void {
  if (depth > MAXIMUM_DEPTH) throw unreadableBody('The parameters are too deep.');
  if (typeof value === 'string') {
    if (/[\0\p{Surrogate}]/u.test(value)) throw unreadableBody('The parameters hold invalid text.');
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inside] of Object.entries(value)) {
      refuseUnstorableText(key, depth);
      refuseUnstorableText(inside, depth + 1);
    }
  }
}
