import { isDatabaseGone } from '../../src/adapters/postgres/database-gone';

const fault = (message: string, parts: object = {}) => Object.assign(new Error(message), parts);

test.each([
  ['refused', fault('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' })],
  ['shutting down', fault('terminating connection', { code: '57P01' })],
  ['full', fault('sorry, too many clients already', { code: '53300' })],
  ['a lock not had in time', fault('canceling statement due to lock timeout', { code: '55P03' })],
  ['a deadlock', fault('deadlock detected', { code: '40P01' })],
  ['ended in mid-statement', fault('Connection terminated unexpectedly')],
  ['a pool without a free place', fault('Knex: Timeout acquiring a connection. The pool is probably full.')],
  ['in the cause of another', fault('saving failed', { cause: fault('x', { code: '57P03' }) })],
  ['of every address that was tried', new AggregateError([fault('no', { code: 'ECONNREFUSED' })])],
])('gone: %s', (_what, error) => expect(isDatabaseGone(error)).toBe(true));

test.each([
  ['a broken rule', fault('duplicate key', { code: '23505' })],
  ['a wrong statement', fault('syntax error', { code: '42601' })],
  ['a file that is not there', fault('no such file', { code: 'ENOENT', syscall: 'open' })],
  ['a bug', new TypeError('x is undefined')],
  ['no error at all', 'ECONNREFUSED'],
])('not gone: %s', (_what, error) => expect(isDatabaseGone(error)).toBe(false));
