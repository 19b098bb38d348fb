import { join } from 'node:path';
import { type Outcome, accept } from '../../domain/refusal';
import { download, type DownloadPolicy, publicHttps } from './download';

/** The largest city's packed reviews are about 500 MB. */
const limits = { bytes: 2 * 1024 ** 3, milliseconds: 15 * 60_000 };

/** Only the listings must be there. */
const parts = ['listings', 'calendar', 'reviews'] as const;

/** Fetches the files of a snapshot from the folder that the URL names (itself, or by one of its files) into `folder`. */
export async function downloadDataset(
  url: URL,
  folder: string,
  log: (line: string) => void,
  policy: DownloadPolicy = publicHttps,
): Promise<Outcome<null>> {
  for (const part of parts) {
    const fetched = await downloadPart(folderOf(url), part, folder, log, policy);
    const isOptional = part !== 'listings' && !fetched.ok && fetched.kind === 'not_found';
    if (!fetched.ok && !isOptional) return fetched;
  }
  return accept(null);
}

/** 'https://host/city/data/listings.csv.gz' and 'https://host/city/data' both mean 'https://host/city/data/'. */
function folderOf(url: URL): URL {
  const path = url.pathname.replace(/\/[^/]*\.csv(\.gz)?$/, '/');
  return new URL(path.endsWith('/') ? path : `${path}/`, url);
}

async function downloadPart(
  base: URL,
  part: string,
  folder: string,
  log: (line: string) => void,
  policy: DownloadPolicy,
): Promise<Outcome<unknown>> {
  const packed = new URL(`${part}.csv.gz`, base);
  log(`Fetching ${packed.href} …`);
  const fetched = await download(packed, join(folder, `${part}.csv.gz`), limits, policy);
  if (fetched.ok || fetched.kind !== 'not_found') return fetched;
  return download(new URL(`${part}.csv`, base), join(folder, `${part}.csv`), limits, policy);
}
