/** How single values are written in the files. Undefined: the file does not say. */

const missing = (field: string | undefined): field is undefined | '' => field === undefined || field.trim() === '';

/** `t` or `f`. */
export function flagOf(field: string | undefined): boolean | undefined {
  if (missing(field)) return undefined;
  const text = field.trim().toLowerCase();
  if (text === 't' || text === 'true') return true;
  return text === 'f' || text === 'false' ? false : undefined;
}

/** A number that is not negative: '4', '4.0', '1,125'. */
export function numberOf(field: string | undefined): number | undefined {
  if (missing(field)) return undefined;
  const text = field.trim().replace(/,(?=\d{3}(?:\D|$))/g, '');
  return /^\d{1,12}(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** A whole number within limits; beyond them, the limit. */
export function integerWithin(field: string | undefined, least: number, most: number): number | undefined {
  const value = numberOf(field);
  return value === undefined ? undefined : Math.min(Math.max(Math.round(value), least), most);
}

/** '95%' is 95. Null: the source says that there is none ('N/A'). */
export function percentOf(field: string | undefined): number | null | undefined {
  if (missing(field)) return undefined;
  const match = /^(\d{1,3})(?:\.\d+)?%$/.exec(field.trim());
  return match ? Math.min(Number(match[1]), 100) : null;
}

/** Ids go past 2^53: they are text. Older files wrote some as '123.0'. */
export function idOf(field: string | undefined): string | undefined {
  const match = /^(\d{1,40})(?:\.0)?$/.exec((field ?? '').trim());
  return match?.[1];
}
