import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type Outcome, accept, refuse } from '../../domain/refusal';
import { isPublicAddress } from './public-address';

/** Where may be fetched from. The default is the only one outside of tests. */
export interface DownloadPolicy {
  readonly protocols: readonly string[];
  /** Null: any port. */
  readonly ports?: readonly number[] | null;
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
 * Asks for a file of the public internet, and hands the answer to `read` before the time is over. Each name, the first and that of
 * every redirect, is resolved once; all its addresses must be allowed, and the connection goes to one of those.
 */
export async function publicRequest<T>(
  url: URL,
  limits: DownloadLimits,
  policy: DownloadPolicy,
  headers: Readonly<Record<string, string>>,
  read: (response: IncomingMessage, from: URL, signal: AbortSignal) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const signal = AbortSignal.timeout(limits.milliseconds);
  let next = url;
  try {
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const address = await inTime(allowedAddress(next, policy), signal);
      if (!address.ok) return address;
      const response = await get(next, address.value, headers, signal);
      const target = redirectTarget(response, next);
      if (target === null) return await read(response, next, signal);
      response.destroy();
      next = target;
    }
    return refuse('refused', `${url.href}: more than ${maxRedirects} redirects`, [{ code: 'too_many_redirects' }]);
  } catch (error) {
    if (signal.aborted) {
      const message = `${url.href}: not there within ${limits.milliseconds / 1000} s`;
      return refuse('unavailable', message, [{ code: 'too_slow', limit: limits.milliseconds / 1000 }]);
    }
    const message = `${url.href}: ${error instanceof Error ? error.message : String(error)}`;
    return refuse('unavailable', message, [{ code: 'unreachable' }]);
  }
}

/** Resolving a name cannot be called off; nobody waits for it longer than for the rest. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

/** One address of the URL's host that may be connected to. */
export async function allowedAddress(url: URL, policy: DownloadPolicy): Promise<Outcome<string>> {
  if (!policy.protocols.includes(url.protocol))
    return refuse('refused', `${url.href}: only https is fetched`, [{ code: 'not_https' }]);
  if (url.username !== '' || url.password !== '')
    return refuse('refused', `${url.host}: no names or passwords in a URL`, [{ code: 'has_credentials' }]);
  if (policy.ports && url.port !== '' && !policy.ports.includes(Number(url.port)))
    return refuse('refused', `${url.host}: not a port that is fetched from`, [{ code: 'port', limit: policy.ports }]);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(host) ? [host] : await policy.resolve(host);
  const [first] = addresses;
  if (first === undefined) return refuse('unavailable', `${url.host}: no address`, [{ code: 'unreachable' }]);
  if (!addresses.every((address) => policy.isAllowed(address))) {
    return refuse('refused', `${url.host} is not on the public internet`, [{ code: 'not_public' }]);
  }
  return accept(first);
}

function get(
  url: URL,
  address: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        agent: false,
        signal,
        headers,
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
