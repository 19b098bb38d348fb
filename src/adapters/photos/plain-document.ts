import { open, readFile, stat } from 'node:fs/promises';
import type { PlainDocument } from '../../ports';
import { asPlainJpeg } from './plain-jpeg';

/** A PDF that is bigger is refused before it is read. */
const pdfBytesMax = 16 * 1024 * 1024;
const jpegStart = 'ffd8ff';
const pngStart = '89504e470d0a1a0a';
const pdfStart = Buffer.from('%PDF-').toString('hex');

/**
 * A paper that somebody sent, as others can read it: a PDF as it is, a picture (JPEG or PNG) as a JPEG of our own making. How it begins
 * decides what it is. Null for everything else, and for a PDF without its end.
 */
export async function asPlainDocument(path: string): Promise<PlainDocument | null> {
  const start = await startOf(path);
  if (start.startsWith(jpegStart) || start.startsWith(pngStart)) {
    const content = await asPlainJpeg(path);
    return content === null ? null : { kind: 'jpeg', content };
  }
  if (!start.startsWith(pdfStart) || (await stat(path)).size > pdfBytesMax) return null;
  const content = await readFile(path);
  // The end may have a line or a signature behind it.
  return content.subarray(-2_048).includes('%%EOF') ? { kind: 'pdf', content } : null;
}

async function startOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead).toString('hex');
  } finally {
    await file.close();
  }
}
