import { isNativeError } from 'node:util/types';

const socketCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * PostgreSQL's classes 08 (connection), 53 (resources), 57P (shutting down, crashed, starting up), and what ends well when it is
 * tried again: a lock not had in time, a deadlock, a statement that took too long.
 */
const serverCodes = /^(08...|53...|57P0[1-5]|55P03|40P01|40001|57014)$/;

/** pg and knex say some of it in words only. */
const words =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Timeout acquiring a connection|Client has encountered a connection error|not queryable/;

/** Whether a fault means that the database cannot do it now, as against a statement that is wrong. */
export function isDatabaseGone(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { code, syscall, errors } = error as { code?: unknown; syscall?: unknown; errors?: unknown };
  if (Array.isArray(errors) && errors.some(isDatabaseGone)) return true;
  if (typeof code === 'string' && (serverCodes.test(code) || (socketCodes.has(code) && syscall !== 'open')))
    return true;
  return words.test(error.message) || isDatabaseGone(error.cause);
}
