import type { z } from 'zod';
import type { Sandbox } from '../sandbox';
import type { Work } from '../work';
import type { Answer } from './answer';
import type { KeyKind } from './authenticate';
import { readParams } from './params';

/** What an endpoint is given beside its parameters. */
export interface Call extends Work {
  readonly key: KeyKind;
  /** The parts of the path that the route names, `:id` as `id`. */
  readonly in: Readonly<Record<string, string>>;
}

export type Method = 'GET' | 'POST' | 'DELETE';

export interface Route {
  readonly method: Method;
  readonly path: string;
  /** Whether a publishable key may call it; the endpoint then asks for the object's client secret. */
  readonly publishable: boolean;
  /** Whether it can be called for a connected account (`Stripe-Account`). */
  readonly connected: boolean;
  /** Reads the parameters (which may refuse them), and returns what the call will do. */
  readonly prepare: (raw: unknown) => (call: Call) => Promise<Answer>;
  /** In place of `prepare`'s call, outside any transaction: for controls that set the sandbox itself to work. */
  readonly direct?: (raw: unknown) => (sandbox: Sandbox) => Promise<Answer>;
}

export function route<Schema extends z.ZodType>(definition: {
  readonly method: Method;
  readonly path: string;
  readonly publishable?: boolean;
  readonly connected?: boolean;
  readonly params: Schema;
  readonly act: (call: Call, params: z.output<Schema>) => Promise<Answer>;
}): Route {
  return {
    method: definition.method,
    path: definition.path,
    publishable: definition.publishable ?? false,
    connected: definition.connected ?? false,
    prepare: (raw) => {
      const params = readParams(definition.params, raw);
      return (call) => definition.act(call, params);
    },
  };
}

export function directRoute<Schema extends z.ZodType>(definition: {
  readonly method: Method;
  readonly path: string;
  readonly params: Schema;
  readonly act: (sandbox: Sandbox, params: z.output<Schema>) => Promise<Answer>;
}): Route {
  return {
    method: definition.method,
    path: definition.path,
    publishable: false,
    connected: false,
    prepare: () => () => Promise.reject(new Error(`${definition.path} runs outside a transaction`)),
    direct: (raw) => {
      const params = readParams(definition.params, raw);
      return (sandbox) => definition.act(sandbox, params);
    },
  };
}

/** `/v1/customers/:id` finds `/v1/customers/cus_1`. Fixed words win over names, whichever route comes first. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; in: Record<string, string> } | undefined {
  const given = path.split('/');
  const found = routes
    .filter((candidate) => candidate.method === method)
    .map((candidate) => ({ route: candidate, in: match(candidate.path.split('/'), given) }))
    .filter((candidate): candidate is { route: Route; in: Record<string, string> } => candidate.in !== undefined);
  return found.sort((one, other) => Object.keys(one.in).length - Object.keys(other.in).length)[0];
}

function match(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== given.length) return undefined;
  const named: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value !== '') named[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return named;
}
