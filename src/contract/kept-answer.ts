import { accept, type Outcome } from '../domain/refusal';
import type { Casita, FinishedAnswer } from '../ports';
import { finishAnswer } from './finished-answer';
import { JsonList, type AnyOperation, type Answer, type SameForAll } from './operation';
import type { AdmittedCall } from './perform';

/**
 * The answer that is the same for everyone, as it is kept for all doors. Who asks is not told to the operation: what is given to all
 * cannot hang on it.
 */
export async function keptAnswer(
  app: Casita,
  operation: AnyOperation,
  call: AdmittedCall,
  { home, parts }: SameForAll,
): Promise<Outcome<FinishedAnswer>> {
  const key = [operation.id, home, ...parts].join(' ');
  const made = await app.kept.load(key, home, async () => {
    const outcome = await operation.handle(app, { ...call, actor: null, address: '' });
    return outcome.ok ? accept(finishAnswer(jsonOf(operation, outcome.value))) : outcome;
  });
  if (!made.ok) return made;
  if (!made.value) throw new Error(`${operation.id}: nothing was made`);
  return accept(made.value);
}

/** What is put together from pieces is bytes already. */
export function jsonOf({ success }: AnyOperation, { data, meta = {} }: Answer<unknown>): string | Buffer {
  if (!(data instanceof JsonList)) return JSON.stringify(success.bare ? data : { data, meta });
  return success.bare ? data.textBetween('', '') : data.answered(meta);
}
