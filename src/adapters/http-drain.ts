import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface HttpDrain {
  /**
   * Takes no new connection, lets the requests in flight finish (at most `patienceMs`), tells clients to close theirs.
   * @returns how many requests were still unfinished when patience ran out
   */
  drain(patienceMs: number): Promise<number>;
}

const pollMs = 20;

/** Watches a server's requests, so that it can be stopped without cutting one off. Attach before it listens. */
export function attachDrain(server: Server): HttpDrain {
  const inFlight = new Set<ServerResponse>();
  let draining = false;
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    inFlight.add(response);
    if (draining) response.shouldKeepAlive = false;
    response.once('close', () => inFlight.delete(response));
  });
  return {
    drain: async (patienceMs) => {
      draining = true;
      // A client that keeps its connection would send its next request into a closed door.
      for (const response of inFlight) if (!response.headersSent) response.shouldKeepAlive = false;
      if (server.listening) server.close();
      const deadline = Date.now() + patienceMs;
      while (inFlight.size > 0 && Date.now() < deadline) {
        server.closeIdleConnections();
        await sleep(pollMs);
      }
      return inFlight.size;
    },
  };
}
