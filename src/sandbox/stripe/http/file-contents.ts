import type { IncomingMessage, ServerResponse } from 'node:http';
import { findFileContent } from '../queries/file-content';
import { findObject } from '../queries/find-object';
import { fileKindOf, mimeTypes } from '../resources/files/file-kind';
import type { Sandbox } from '../sandbox';
import { authenticate } from './authenticate';
import { noSuchObject, unauthenticated } from './problem';

const PATH = /^\/v1\/files\/(\w+)\/contents$/;

/** A file itself, where every other answer is JSON. */
export const isFileContents = (method: string | undefined, url: string): boolean =>
  method === 'GET' && PATH.test(url.split('?')[0] ?? '');

export async function serveFileContents(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (authenticate(req, sandbox) !== 'secret') {
    throw unauthenticated('This API call cannot be made with a publishable API key.', 'secret_key_required');
  }
  const id = PATH.exec((req.url ?? '').split('?')[0] ?? '')?.[1] ?? '';
  const file = await findObject(sandbox.database, 'file', id);
  const content = file === undefined ? null : await findFileContent(sandbox.database, id);
  if (content === null) throw noSuchObject('file', id);
  const kind = fileKindOf(content);
  res.writeHead(200, {
    'content-type': kind === null ? 'application/octet-stream' : mimeTypes[kind],
    'content-length': content.length,
  });
  res.end(content);
}
