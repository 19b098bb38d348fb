import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server that a test can cut and mend, or let go dead: open still, and nothing comes through. */
export interface BrokenLine {
  /** The address that leads through it. */
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

export async function lineTo(target: string): Promise<BrokenLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const hold = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const forward = (from: Socket, to: Socket) => {
    from.on('data', (chunk: Buffer) => to.write(chunk)).on('end', () => to.end());
    if (isFrozen) from.pause();
  };
  let server: Server;
  const listen = (at: number) =>
    new Promise<number>((done) => {
      server = createServer((near) => {
        const far = connect(Number(port), hostname);
        hold(near);
        hold(far);
        forward(near, far);
        forward(far, near);
        near.on('close', () => far.destroy());
        far.on('close', () => near.destroy());
      }).listen(at, '127.0.0.1', () => done((server.address() as { port: number }).port));
    });
  const own = await listen(0);
  const address = new URL(target);
  address.hostname = '127.0.0.1';
  address.port = String(own);
  return {
    url: address.href,
    cut: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
    mend: async () => void (await listen(own)),
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
  };
}
