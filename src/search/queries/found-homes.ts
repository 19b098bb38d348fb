import type { Night } from '../../domain/night';

/** A home that meets the search, before the domain has confirmed and priced it. */
export interface FoundHome {
  readonly property_id: number;
  /** Another one with each write of the home's row: PostgreSQL's number of the transaction that wrote it. */
  readonly version: string;
  /** Of the sort; together with the id it says where a page ends. */
  readonly key: number | string;
  /** Of several stays that would do, the one that the home was found for. */
  readonly check_in?: Night;
  readonly check_out?: Night;
}

/**
 * Homes as the database tells them: in one text, a line for each. Read field by field they would cost more than all else of a search that
 * finds what it found before, and to see that it does, it is enough that the texts are the same.
 */
export type FoundText = string;

/** Neither is in a number, a date or a time. */
const BETWEEN_HOMES = ';';
const BETWEEN_FIELDS = ',';

/** SQL of the `FoundText` of rows `page (property_id, version, key)`, with `check_in, check_out` where homes are found for one of several stays. */
export function foundText(order: string, hasStays: boolean): string {
  const fields = ['property_id', 'version', 'key', ...(hasStays ? ['check_in', 'check_out'] : [])];
  const home = fields.map((name) => `page.${name}`).join(`, '${BETWEEN_FIELDS}', `);
  return `coalesce(string_agg(concat(${home}), '${BETWEEN_HOMES}' order by ${order}), '')`;
}

export function readFound(text: FoundText, keyOf: (text: string) => number | string): FoundHome[] {
  if (text === '') return [];
  return text.split(BETWEEN_HOMES).map((home) => {
    const [id, version = '', key = '', checkIn, checkOut] = home.split(BETWEEN_FIELDS);
    const found = { property_id: Number(id), version, key: keyOf(key) };
    if (checkIn === undefined) return found;
    return { ...found, check_in: checkIn as Night, check_out: checkOut as Night };
  });
}
