/** Relations of a list of homes whose entries are the same few for many of them: each is read and made once. */
export const sharedNames = ['host', 'amenities'] as const;
export type SharedName = (typeof sharedNames)[number];

/** What of a relation is asked for, in Strapi's words. */
export interface RelationOptions {
  readonly fields?: unknown;
  readonly populate?: unknown;
}

export interface SplitPopulate {
  /** For Strapi: what each home has for itself. Undefined for nothing. */
  readonly own: Readonly<Record<string, unknown>> | undefined;
  readonly shared: ReadonlyMap<SharedName, RelationOptions>;
}

/**
 * A `populate` that Strapi has found good, taken apart. All that is not plainly one of the usual shapes (names, paths, options by name) is Strapi's to
 * understand: it is null then.
 */
export function splitPopulate(populate: unknown): SplitPopulate | null {
  const named = optionsByName(populate);
  if (named === null) return null;
  const isShared = (name: string): name is SharedName => (sharedNames as readonly string[]).includes(name);
  const own = [...named].filter(([name]) => !isShared(name)).map(([name, options]) => [name, asAsked(options)]);
  return {
    own: own.length === 0 ? undefined : (Object.fromEntries(own) as Record<string, unknown>),
    shared: new Map([...named].filter((entry): entry is [SharedName, RelationOptions] => isShared(entry[0]))),
  };
}

const asAsked = (options: RelationOptions): unknown => (Object.keys(options).length === 0 ? true : options);

type Named = ReadonlyMap<string, RelationOptions>;

function optionsByName(populate: unknown): Named | null {
  if (populate === undefined) return new Map();
  if (typeof populate === 'string') return ofPaths(populate.split(','));
  if (Array.isArray(populate))
    return populate.every((each) => typeof each === 'string')
      ? ofPaths(populate.flatMap((each) => each.split(',')))
      : null;
  if (typeof populate !== 'object' || populate === null) return null;
  const entries = Object.entries(populate).map(([name, value]) => [name, optionsIn(value)] as const);
  const isUsual = (entry: readonly [string, RelationOptions | null]): entry is [string, RelationOptions] =>
    /^[a-z]\w*$/i.test(entry[0]) && entry[1] !== null;
  return entries.every(isUsual) ? new Map(entries) : null;
}

/** `host`, `host.photo`: the relation, and what of it. */
function ofPaths(paths: readonly string[]): Named | null {
  const below = new Map<string, string[]>();
  for (const path of paths) {
    const [name = '', ...rest] = path.trim().split('.');
    if (!/^[a-z]\w*$/i.test(name) || rest.includes('*')) return null;
    below.set(name, [...(below.get(name) ?? []), ...(rest.length === 0 ? [] : [rest.join('.')])]);
  }
  return new Map([...below].map(([name, populate]) => [name, populate.length === 0 ? {} : { populate }]));
}

function optionsIn(value: unknown): RelationOptions | null {
  if (value === true || value === 'true') return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const isUsual = Object.keys(value).every((option) => option === 'fields' || option === 'populate');
  return isUsual ? value : null;
}
