import { types, type PoolClient } from 'pg';
import { planNameOf } from './kept-plans';
import type { HowAsked, Sql, Tx } from './sql';

const JSON_OID = 114;
export const JSONB_OID = 3802;
const DATE_OID = 1082;
const INT8_OID = 20;
const TIMESTAMP_OID = 1114;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer out of safe range: ${text}`);
  return value;
}

/** Types are set on this pool alone: Strapi's own pool keeps its parsers. */
export const parsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    // Strapi turns the driver's own JSON and date parsers off for the whole process.
    if (oid === JSON_OID || oid === JSONB_OID) return (text: string) => JSON.parse(text) as unknown;
    if (oid === DATE_OID) return (text: string) => text;
    if (oid === INT8_OID) return safeInteger;
    // Strapi's datetime columns have no zone; what is in them is UTC.
    if (oid === TIMESTAMP_OID) return (text: string) => new Date(`${text.replace(' ', 'T')}Z`);
    return types.getTypeParser(oid, format as 'text');
  },
};

/** Wraps a raw connection (ours, or the one under a Strapi transaction) as `Tx`. */
export function txOn(client: Pick<PoolClient, 'query'>): Tx {
  const sql: Sql = {
    query: async <Row>(text: string, values: readonly unknown[] = [], { planKeptAs }: HowAsked = {}) => {
      const name = planKeptAs ?? planNameOf(text, values);
      const named = name === undefined ? {} : { name };
      return (await client.query({ text, values: [...values], types: parsers as never, ...named })).rows as Row[];
    },
  };
  return { ...sql, inTransaction: true };
}
