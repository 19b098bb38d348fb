import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseForm, readBytes } from './body';
import { unreadableBody } from './problem';

/** A file among the parameters. What can be seen of it tells two apart; the bytes themselves are only lent. */
export class Upload {
  readonly sha256: string;
  readonly #bytes: Buffer;

  constructor(
    readonly name: string,
    bytes: Buffer,
  ) {
    this.sha256 = createHash('sha256').update(bytes).digest('hex');
    this.#bytes = bytes;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }
}

/** The greatest file that there is a purpose for, and what is around it. */
const MAXIMUM_BYTES = 17_000_000;

/** `multipart/form-data`: its text as the other forms have it, its files beside it. */
export async function readMultipart(req: IncomingMessage): Promise<Record<string, unknown>> {
  const contentType = req.headers['content-type'] ?? '';
  const body = await readBytes(req, MAXIMUM_BYTES);
  const text = new URLSearchParams();
  const files: Record<string, Upload> = {};
  for (const [name, value] of await partsOf(body, contentType)) {
    if (typeof value === 'string') text.append(name, value);
    else files[name] = new Upload(storable(value.name), Buffer.from(await value.arrayBuffer()));
  }
  return { ...parseForm(text.toString()), ...files };
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
function storable(name: string): string {
  if (name.length > 255 || /[\0\p{Surrogate}]/u.test(name))
    throw unreadableBody('The file has no name that can be kept.');
  return name;
}

async function partsOf(body: Buffer, contentType: string) {
  try {
    if (!/^multipart\/form-data\b/i.test(contentType)) throw new TypeError(contentType);
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw unreadableBody('Files are uploaded as multipart/form-data.');
  }
}
