import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface HttpDrain {
  /**
   * Takes no new connection, lets the requests in flight finish (at most `patienceMs`), tells clients to close theirs.
   * @returns how many requests were still unfinished when patience ran out
   */
  drain(patienceMs: number): Promise<number>;
}

const pollMs = 20;
/** How long a connection without a request may still bring one: it may be on its way already. */
const graceMs = 1_000;

/** Answers of one connection leave in the order of their requests: the last one is the last to be open. */
interface Connection {
  newest: ServerResponse | null;
}

/**
 * Watches a server's requests, so that it can be stopped without cutting one off. Attach before it listens.
 *
 * Each connection has one place for what is open, which every request overwrites. In a set, or in a list that grows and shrinks, what was
 * grown out of still holds the last ones after it has become old, and these the next: the collector would have to carry each request into
 * the old space, which takes longer than most requests.
 */
export function attachDrain(server: Server): HttpDrain {
  const connections = new Map<Socket, Connection>();
  let inFlight = 0;
  let draining = false;
  server.on('connection', (socket: Socket) => {
    connections.set(socket, { newest: null });
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(socket) ?? { newest: null };
    connection.newest = response;
    inFlight += 1;
    if (draining) response.shouldKeepAlive = false;
    response.on('close', () => {
      if (connection.newest === response) connection.newest = null;
      inFlight -= 1;
    });
  });
  return {
    drain: async (patienceMs) => {
      const started = Date.now();
      draining = true;
      for (const { newest } of connections.values()) if (newest && !newest.headersSent) newest.shouldKeepAlive = false;
      stopListening(server);
      while (connections.size > 0 && Date.now() - started < Math.min(graceMs, patienceMs)) await sleep(pollMs);
      while (inFlight > 0 && Date.now() - started < patienceMs) {
        server.closeIdleConnections();
        await sleep(pollMs);
      }
      return inFlight;
    },
  };
}

/** As `server.close()` of node:http, which would also cut connections whose next request is on its way. */
function stopListening(server: Server): void {
  if (server.listening) NetServer.prototype.close.call(server);
}
