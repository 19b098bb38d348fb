import type { z } from 'zod';
import { accept, refuse, type Outcome, type Reason } from '../domain/refusal';

/** Parses one part of a request; a refusal (400) names every field that is wrong and the rule it broke. */
export function parsePart<S extends z.ZodType>(
  part: 'params' | 'query' | 'body',
  schema: S,
  value: unknown,
): Outcome<z.infer<S>> {
  const result = schema.safeParse(value);
  if (result.success) return accept(result.data);
  const reasons = result.error.issues.flatMap(reasonsOf);
  const field = reasons[0]?.field;
  return refuse(
    'malformed',
    `${part}: ${field ? `${field}: ` : ''}${result.error.issues[0]?.message ?? 'invalid'}`,
    reasons,
  );
}

function reasonsOf(issue: z.core.$ZodIssue): Reason[] {
  const field = issue.path.join('.');
  const at = field === '' ? {} : { field };
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ code: 'unknown_field', field: field === '' ? key : `${field}.${key}` }));
    case 'too_small':
      return [{ code: 'too_small', ...at, limit: Number(issue.minimum) }];
    case 'too_big':
      return [{ code: 'too_big', ...at, limit: Number(issue.maximum) }];
    case 'invalid_value':
      return [{ code: 'not_allowed', ...at, limit: issue.values }];
    case 'invalid_type':
      return [
        {
          code: issue.message.includes('received undefined') ? 'required' : 'wrong_type',
          ...at,
          limit: issue.expected,
        },
      ];
    case 'custom':
      return [{ code: typeof issue.params?.['code'] === 'string' ? issue.params['code'] : 'invalid', ...at }];
    default:
      return [{ code: 'invalid_format', ...at }];
  }
}
