import type { AnyOperation } from '../contract/operation';

export interface FrontOperation {
  readonly operation: AnyOperation;
  /** The path with its `:name` parameters, as it is counted under. */
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
}

/** The operations that are marked `front`: see direct-reads.ts. @returns what a path means, or null where that is not for the front to say */
export function frontOperations(
  operations: readonly AnyOperation[],
  prefix: string,
): (path: string) => FrontOperation | null {
  const marked = operations.filter(({ front }) => front);
  const exact = new Map<string, FrontOperation>();
  const patterns: { readonly pattern: RegExp; readonly operation: AnyOperation; readonly route: string }[] = [];
  for (const operation of marked) {
    const route = prefix + operation.path;
    const pattern = route.replace(/:(\w+)/g, '(?<$1>[\\w-]+)');
    if (pattern === route) exact.set(route, { operation, route, params: {} });
    else patterns.push({ pattern: new RegExp(`^${pattern}$`), operation, route });
  }
  return (path) => {
    const found = exact.get(path);
    if (found || !path.startsWith(prefix)) return found ?? null;
    for (const { pattern, operation, route } of patterns) {
      const match = pattern.exec(path);
      if (match) return { operation, route, params: { ...match.groups } };
    }
    return null;
  };
}
