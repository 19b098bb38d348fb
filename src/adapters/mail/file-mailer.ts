import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock';
import type { Mailer } from '../../ports';

/**
 * Without an SMTP server mails are files (RFC 5322) that any mail program opens. They carry links that open accounts:
 * nobody but the app's own user may read them.
 */
export function fileMailer(folder: string, from: string, clock: Clock): Mailer {
  return {
    async send(mail) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const at = new Date(clock.now().epochMilliseconds);
      const name = `${at.toISOString().replaceAll(':', '-')}-${randomUUID()}`;
      const partial = join(folder, `.${name}.partial`);
      await writeFile(partial, message({ ...mail, from, at, id: name }), { mode: 0o600 });
      await rename(partial, join(folder, `${name}.eml`));
    },
  };
}

interface Message {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
  readonly id: string;
}

function message({ from, to, subject, text, at, id }: Message): string {
  const headers = [
    `From: ${oneLine(from)}`,
    `To: ${oneLine(to)}`,
    `Subject: ${encodedWord(oneLine(subject))}`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}@casita.invalid>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ];
  return `${headers.join('\r\n')}\r\n\r\n${text.replace(/\r?\n/g, '\r\n')}\r\n`;
}

/** A line break in a header would begin a header of the sender's choice. */
const oneLine = (value: string): string => value.replace(/[\r\n\0]+/g, ' ');

/** RFC 2047, for what is not plain ASCII. */
const encodedWord = (value: string): string =>
  /^[\x20-\x7e]*$/.test(value) ? value : `=?utf-8?B?${Buffer.from(value, 'utf8').toString('base64')}?=`;
