import { createWriteStream } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Outcome, accept, refuse } from '../../domain/refusal';
import { isPublicAddress } from './public-address';

/** Where may be fetched from. The default is the only one outside of tests. */
export interface DownloadPolicy {
  readonly protocols: readonly string[];
  isAllowed(address: string): boolean;
  resolve(host: string): Promise<readonly string[]>;
}

export const publicHttps: DownloadPolicy = {
  protocols: ['https:'],
  isAllowed: isPublicAddress,
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
};

export interface DownloadLimits {
  readonly bytes: number;
  readonly milliseconds: number;
}

const maxRedirects = 5;

/**
 * Fetches a file of the public internet. Each name, the first and that of every redirect, is resolved once; all its addresses must
 * be allowed, and the connection goes to one of those.
 */
export async function download(
  url: URL,
  file: string,
  limits: DownloadLimits,
  policy: DownloadPolicy = publicHttps,
): Promise<Outcome<{ readonly bytes: number }>> {
  const signal = AbortSignal.timeout(limits.milliseconds);
  let next = url;
  try {
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const address = await allowedAddress(next, policy);
      if (!address.ok) return address;
      const response = await get(next, address.value, signal);
      const target = redirectTarget(response, next);
      if (target === null) return await store(response, next, file, limits, signal);
      response.destroy();
      next = target;
    }
    return refuse('refused', `${url.href}: more than ${maxRedirects} redirects`);
  } catch (error) {
    if (signal.aborted) return refuse('unavailable', `${url.href}: not there within ${limits.milliseconds / 1000} s`);
    return refuse('unavailable', `${url.href}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function allowedAddress(url: URL, policy: DownloadPolicy): Promise<Outcome<string>> {
  if (!policy.protocols.includes(url.protocol)) return refuse('refused', `${url.href}: only https is fetched`);
  if (url.username !== '' || url.password !== '')
    return refuse('refused', `${url.host}: no names or passwords in a URL`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(host) ? [host] : await policy.resolve(host);
  const [first] = addresses;
  if (first === undefined) return refuse('unavailable', `${url.host}: no address`);
  if (!addresses.every((address) => policy.isAllowed(address))) {
    return refuse('refused', `${url.host} is not on the public internet`);
  }
  return accept(first);
}

function get(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        agent: false,
        signal,
        headers: { 'user-agent': 'casita-import', accept: '*/*' },
        // The address that was checked, not what the name may mean a moment later.
        lookup: (_host, options, done) => {
          const family = isIP(address);
          if (options.all) done(null, [{ address, family }]);
          else done(null, address, family);
        },
      },
      resolve,
    )
      .on('error', reject)
      .end();
  });
}

function redirectTarget({ statusCode, headers }: IncomingMessage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode ?? 0) || headers.location === undefined) return null;
  return new URL(headers.location, from);
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
