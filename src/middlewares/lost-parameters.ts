import type { Middleware } from 'koa';
import { answerRefusal } from '../contract/refusal-http';
import { refuse, type Refusal } from '../domain/refusal';

/**
 * The parser of queries leaves out, without a word, every name that each object has of its own (`__proto__`, `constructor`): an
 * unknown parameter is an error here, so these are named before it reads. In config/middlewares.ts.
 */
export default (): Middleware => async (ctx, next) => {
  const refusal = refusalOfLostParameters(ctx.querystring);
  return refusal ? answerRefusal(ctx, refusal) : next();
};

export function refusalOfLostParameters(querystring: string): Refusal | null {
  const lost = lostParameters(querystring);
  if (lost.length === 0) return null;
  const reasons = lost.map((field) => ({ code: 'unknown_field', field }));
  return refuse('malformed', `query: ${lost[0]}: not a parameter`, reasons);
}

/** Parameters of which a part is such a name: `constructor`, `filters[__proto__][state]`. */
export function lostParameters(querystring: string): string[] {
  if (querystring === '') return [];
  const names = querystring.split('&').map((pair) => decoded(pair.split('=')[0] ?? ''));
  return [...new Set(names.filter((name) => name.split(/[[\]]/).some((part) => part in Object.prototype)))];
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
