import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The files of one snapshot in a folder. Only the listings are needed. */
export interface Dataset {
  readonly listings: DatasetFile;
  readonly calendar: DatasetFile | null;
  readonly reviews: DatasetFile | null;
}

export interface DatasetFile {
  /** Such as 'listings.csv.gz': the name that reports use. */
  readonly name: string;
  /** Opens the file from its beginning, as text. */
  read(): AsyncIterable<string>;
}

/** The file as a whole cannot be understood, so nothing of it is taken. */
export class UnreadableFile extends Error {}

export const datasetParts = ['listings', 'calendar', 'reviews'] as const;

/** Unpacked; the largest city's calendar is about 2 GB. More than this is an attack or a mistake. */
const maxUnpackedBytes = 8 * 1024 ** 3;

/** @returns null where the folder has no listings */
export async function openDataset(folder: string): Promise<Dataset | null> {
  const names = new Set(await readdir(folder));
  const fileOf = (part: string): DatasetFile | null => {
    const name = [`${part}.csv.gz`, `${part}.csv`].find((candidate) => names.has(candidate));
    return name === undefined ? null : { name, read: () => readText(folder, name) };
  };
  const listings = fileOf('listings');
  return listings && { listings, calendar: fileOf('calendar'), reviews: fileOf('reviews') };
}

async function* readText(folder: string, name: string): AsyncGenerator<string> {
  const file = createReadStream(join(folder, name));
  const limited = limitBytes(maxUnpackedBytes);
  // The first failure of any stage ends all of them; it surfaces from the loop below.
  if (name.endsWith('.gz')) pipeline(file, createGunzip(), limited, () => undefined);
  else pipeline(file, limited, () => undefined);
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const chunk of limited as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
  } catch (error) {
    throw new UnreadableFile(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  yield decoder.decode();
}

function limitBytes(most: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > most ? new Error(`more than ${most} bytes unpacked`) : null, chunk);
    },
  });
}
