import { createServer } from 'node:http';
import Stripe from 'stripe';
import { listen, SECRET_KEY, stop } from './support';

export const CONNECT_SECRET = 'whsec_casitaconnect0001';

export interface ThinInbox {
  readonly url: string;
  /** The notifications, each as it was sent and as the SDK reads it. */
  readonly received: { readonly sent: Record<string, unknown>; readonly read: Stripe.V2.Core.EventNotification }[];
  types(): string[];
  close(): Promise<void>;
}

/** Receives thin events for connected accounts. `port` is the sandbox's own, for what a notification fetches. */
export async function openThinInbox(port: () => number): Promise<ThinInbox> {
  const received: ThinInbox['received'] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    req.on('end', () => {
      const stripe = new Stripe(SECRET_KEY, { host: '127.0.0.1', port: port(), protocol: 'http', telemetry: false });
      try {
        const read = stripe.parseEventNotification(body, String(req.headers['stripe-signature']), CONNECT_SECRET);
        received.push({ sent: JSON.parse(body) as Record<string, unknown>, read });
        res.writeHead(200).end();
      } catch {
        res.writeHead(400).end();
      }
    });
  });
  const own = await listen(server);
  return {
    url: `http://127.0.0.1:${own}/connect`,
    received,
    types: () => received.map(({ sent }) => String(sent['type'])),
    close: () => stop(server),
  };
}
