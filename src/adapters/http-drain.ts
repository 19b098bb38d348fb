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

/** Watches a server's requests, so that it can be stopped without cutting one off. Attach before it listens. */
export function attachDrain(server: Server): HttpDrain {
  const connections = new Set<Socket>();
  const inFlight = new Set<ServerResponse>();
  let draining = false;
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    inFlight.add(response);
    if (draining) response.shouldKeepAlive = false;
    response.once('close', () => inFlight.delete(response));
  });
  return {
    drain: async (patienceMs) => {
      const started = Date.now();
      draining = true;
      for (const response of inFlight) if (!response.headersSent) response.shouldKeepAlive = false;
      stopListening(server);
      while (connections.size > 0 && Date.now() - started < Math.min(graceMs, patienceMs)) await sleep(pollMs);
      while (inFlight.size > 0 && Date.now() - started < patienceMs) {
        server.closeIdleConnections();
        await sleep(pollMs);
      }
      return inFlight.size;
    },
  };
}

/** As `server.close()` of node:http, which would also cut connections whose next request is on its way. */
function stopListening(server: Server): void {
  if (server.listening) NetServer.prototype.close.call(server);
}
