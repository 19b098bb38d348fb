import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Outcome, accept, refuse } from '../../domain/refusal';
import { type DownloadLimits, type DownloadPolicy, publicHttps, publicRequest } from './public-request';

export type { DownloadLimits, DownloadPolicy };
export { publicHttps };

/** Fetches a file of the public internet. */
export function download(
  url: URL,
  file: string,
  limits: DownloadLimits,
  policy: DownloadPolicy = publicHttps,
): Promise<Outcome<{ readonly bytes: number }>> {
  const headers = { 'user-agent': 'casita-import', accept: '*/*' };
  return publicRequest(url, limits, policy, headers, (response, from, signal) =>
    store(response, from, file, limits, signal),
  );
}

async function store(
  response: IncomingMessage,
  url: URL,
  file: string,
  limits: DownloadLimits,
  signal: AbortSignal,
): Promise<Outcome<{ readonly bytes: number }>> {
  if (response.statusCode !== 200) {
    response.destroy();
    const missing = response.statusCode === 404 || response.statusCode === 403;
    return refuse(missing ? 'not_found' : 'unavailable', `${url.href}: status ${response.statusCode}`);
  }
  let bytes = 0;
  let tooLong = false;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      tooLong = bytes > limits.bytes;
      done(tooLong ? new Error('too long') : null, chunk);
    },
  });
  try {
    await pipeline(response, limited, createWriteStream(file), { signal });
  } catch (error) {
    if (tooLong) return refuse('refused', `${url.href}: more than ${limits.bytes} bytes`);
    throw error;
  }
  return accept({ bytes });
}
