import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { faultOf } from '../../../src/front/faults';
import { readJson } from '../../../src/front/read-json';

const logged: string[] = [];
const log = { error: (line: string) => logged.push(line) } as never;

const bodyOf = (headers: object) =>
  Object.assign(new PassThrough(), { headers }) as unknown as IncomingMessage & PassThrough;

test.each([{}, { 'content-encoding': 'gzip' }])(
  'a client that hangs up while it sends is no fault of the database: %j',
  async (headers) => {
    const request = bodyOf(headers);
    const read = readJson(request, 1_000).catch((error: unknown) => error);
    request.write('content-encoding' in headers ? gzipSync('{"query":"x"}').subarray(0, 12) : '{"query":');
    setImmediate(() => request.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
    expect(faultOf(await read, 'id', log)).toMatchObject({ status: 400 });
    expect(logged).toEqual([]);
  },
);
