import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mail server that takes everything, after it has said no to the first `refusals` mails. */
export interface SmtpServer {
  readonly port: number;
  readonly mails: string[];
  /** User names and passwords that it was given. */
  readonly credentials: string[];
  close(): void;
}

export async function startSmtpServer(refusals: number): Promise<SmtpServer> {
  const mails: string[] = [];
  const credentials: string[] = [];
  let refused = 0;
  const server = createServer((socket) => {
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 test');
    onLines(socket, {
      command(line) {
        if (/^EHLO/i.test(line)) return say('250-test\r\n250 AUTH PLAIN');
        if (/^AUTH PLAIN /i.test(line)) {
          credentials.push(Buffer.from(line.slice(11), 'base64').toString().replaceAll('\0', ' ').trim());
          return say('235 ok');
        }
        if (/^MAIL/i.test(line) && refused < refusals) {
          refused += 1;
          return say('451 try again later');
        }
        if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n');
        return say(/^DATA/i.test(line) ? '354 go on' : '250 ok');
      },
      mail(text) {
        mails.push(text);
        say('250 taken');
      },
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, mails, credentials, close: () => server.close() };
}

function onLines(socket: Socket, on: { command(line: string): unknown; mail(text: string): unknown }): void {
  let data: string[] | null = null;
  let rest = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString()).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (data === null) {
        on.command(line);
        if (/^DATA/i.test(line)) data = [];
      } else if (line === '.') {
        on.mail(data.join('\n'));
        data = null;
      } else {
        data.push(line);
      }
    }
  });
}
