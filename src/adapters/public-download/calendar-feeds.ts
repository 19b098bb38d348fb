import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Outcome, accept, refuse } from '../../domain/refusal';
import type { CalendarFeeds } from '../../ports';
import { type DownloadPolicy, allowedAddress, publicHttps, publicRequest } from './public-request';

const limits = { bytes: 5 * 1024 ** 2, milliseconds: 10_000 };
const headers = {
  'user-agent': 'casita-calendar',
  accept: 'text/calendar, text/plain;q=0.5, */*;q=0.1',
  'accept-encoding': 'identity',
};

/** Calendars live at https and its own port: other ports are how one probes somebody's network. */
const feedPolicy: DownloadPolicy = { ...publicHttps, ports: [443] };

export function publicCalendarFeeds(policy: DownloadPolicy = feedPolicy, within = limits): CalendarFeeds {
  return {
    async check(url) {
      try {
        return withoutAddress(await allowedAddress(url, policy), null);
      } catch {
        return refuse('unavailable', 'The name of the server is not known', [{ code: 'unreachable' }]);
      }
    },
    async fetch(url) {
      const read = (response: IncomingMessage) => textOf(response, within.bytes);
      const fetched = await publicRequest(url, within, policy, headers, read);
      return fetched.ok ? fetched : withoutAddress(fetched, '');
    },
  };
}

/** The reasons of a refusal, without the words: those name the URL, which is a secret here. */
function withoutAddress<T>(outcome: Outcome<unknown>, value: T): Outcome<T> {
  return outcome.ok ? accept(value) : refuse(outcome.kind, 'The calendar cannot be fetched', outcome.reasons);
}

async function textOf(response: IncomingMessage, maxBytes: number): Promise<Outcome<string>> {
  if (response.statusCode !== 200) {
    response.destroy();
    return refuse('unavailable', 'status', [{ code: 'status', value: response.statusCode }]);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // What is limited is what comes out: a small answer may unpack to a huge one.
  for await (const chunk of unpacked(response) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.destroy();
      return refuse('refused', 'too big', [{ code: 'too_big', limit: maxBytes }]);
    }
    chunks.push(chunk);
  }
  return accept(Buffer.concat(chunks).toString('utf8'));
}

/** Servers that pack what was asked for as it is. */
function unpacked(response: IncomingMessage): Readable {
  const decoder = decoders[String(response.headers['content-encoding'] ?? '').toLowerCase()];
  if (!decoder) return response;
  const unpacking = decoder();
  response.on('error', (error) => unpacking.destroy(error));
  return response.pipe(unpacking);
}

const decoders: Readonly<
  Record<string, () => ReturnType<typeof createGunzip> | ReturnType<typeof createBrotliDecompress>>
> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
