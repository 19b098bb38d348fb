/**
 * One text for one value: keys sorted by code unit, no spaces, absent and undefined members alike left out. What is signed or
 * hashed must not depend on the order in which an object was built.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isPlainObject(value)) return `{${members(value).join(',')}}`;
  return primitive(value);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function members(value: Readonly<Record<string, unknown>>): string[] {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return keys.sort().map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
}

/** An instant, a map or a function has no text of its own: to sign it would be to sign nothing. */
function primitive(value: unknown): string {
  const isFine = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (!isFine) throw new RangeError(`Not a JSON value: ${String(value)}`);
  return JSON.stringify(value);
}
