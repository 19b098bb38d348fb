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

/**
 * Watches a server's requests, so that it can be stopped without cutting one off. Attach before it listens.
 *
 * Answers are held by their connection, in an array that is as old as it. In one set of all, through which every request passes, each
 * grown table of the set keeps alive the next, and all that was in it, once the first has become old: the collector would have to carry
 * each request into the old space, which takes longer than most requests.
 */
export function attachDrain(server: Server): HttpDrain {
  const connections = new Map<Socket, ServerResponse[]>();
  let inFlight = 0;
  let draining = false;
  server.on('connection', (socket: Socket) => {
    connections.set(socket, []);
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    // More than one where a client does not wait for the answer before it asks again.
    const open = connections.get(socket) ?? [];
    open.push(response);
    inFlight += 1;
    if (draining) response.shouldKeepAlive = false;
    response.once('close', () => {
      open.splice(open.indexOf(response), 1);
      inFlight -= 1;
    });
  });
  return {
    drain: async (patienceMs) => {
      const started = Date.now();
      draining = true;
      for (const response of [...connections.values()].flat())
        if (!response.headersSent) response.shouldKeepAlive = false;
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
