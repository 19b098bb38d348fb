import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server that a test can cut and mend. */
export interface BrokenLine {
  /** The address that leads through it. */
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function lineTo(target: string): Promise<BrokenLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const hold = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  let server: Server;
  const listen = (at: number) =>
    new Promise<number>((done) => {
      server = createServer((near) => {
        const far = connect(Number(port), hostname);
        hold(near);
        hold(far);
        near.pipe(far).pipe(near);
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
  };
}
