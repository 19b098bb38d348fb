import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A mail as the file mailer wrote it. */
export interface RecentMail {
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The newest mails first; none where nothing was ever sent. */
export async function recentMails(folder: string, count: number): Promise<RecentMail[]> {
  const names = await readdir(folder).catch((): string[] => []);
  // A name begins with the moment of sending, so that names sort by age.
  const newest = names
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .reverse()
    .slice(0, count);
  const texts = await Promise.all(newest.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return texts.filter((text) => text !== '').map(readMail);
}

function readMail(message: string): RecentMail {
  const end = message.indexOf('\r\n\r\n');
  const lines = message.slice(0, end).split('\r\n');
  const header = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
  return {
    at: header('Date'),
    to: header('To'),
    subject: decodedWord(header('Subject')),
    text: message.slice(end + 4).trim(),
  };
}

/** RFC 2047, as far as our own mailer writes it. */
function decodedWord(subject: string): string {
  const encoded = /^=\?utf-8\?B\?([A-Za-z0-9+/=]+)\?=$/.exec(subject)?.[1];
  return encoded === undefined ? subject : Buffer.from(encoded, 'base64').toString('utf8');
}
