import type { IncomingMessage } from 'node:http';
import { pipeline, type Duplex, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const unpackers: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** A request that cannot be read; what answers faults (faults.ts) knows the status. */
class Unreadable extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The object or list that the body holds as JSON; an empty one is an empty object.
 * @param maxBytes counted unpacked, so that a small body cannot grow
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<object> {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (charset && charset.toLowerCase() !== 'utf-8') throw new Unreadable(415, 'charset');
  const text = await readText(request, maxBytes)
    .catch((error: unknown) => {
      // Nobody is left to be told; nor was it the database whose connection broke.
      throw request.errored === error ? new Unreadable(400, 'hung up') : error;
    })
    .finally(() => request.resume());
  if (text.trim() === '') return {};
  const value = parsed(text);
  if (typeof value === 'object' && value !== null) return value;
  throw new Unreadable(400, 'JSON, but no object');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Unreadable(400, 'no JSON');
  }
}

async function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // What is not kept is still let in: whoever sends it reads the refusal only then.
  for await (const chunk of unpacked(request).iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Unreadable(413, 'too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unpacked(request: IncomingMessage): Readable {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return request;
  const unpacker = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
  if (!unpacker) throw new Unreadable(415, 'content encoding');
  // An error of either is thrown where the unpacked bytes are read.
  return pipeline(request, unpacker(), () => undefined);
}
