import type { Fault, AnswerFaultKind } from '../queries/faults';
import { findKeptAnswer, keepAnswer, takeIdempotencyKey } from '../queries/idempotency';
import type { Sandbox } from '../sandbox';
import { flushEvents } from '../webhooks/flush-events';
import { beginWork } from '../work';
import type { Answer } from './answer';
import type { KeyKind } from './authenticate';
import { present } from './expand';
import { assertSameRequest, keptHours, keyInUse, type KeyedRequest } from './idempotency';
import { findAccount } from './account';
import { StripeProblem, answerTo, internalFault, type Api } from './problem';
import type { Call } from './route';
import { sleep } from './sleep';

export interface PreparedCall {
  readonly requestId: string;
  readonly key: KeyKind;
  readonly api: Api;
  /** The connected account that the call names. */
  readonly account: string | null;
  readonly in: Readonly<Record<string, string>>;
  readonly expand: readonly string[];
  /** Null for calls that change nothing, and for those without a key. */
  readonly idempotency: KeyedRequest | null;
  readonly act: (call: Call) => Promise<Answer>;
  readonly fault: Fault<AnswerFaultKind> | null;
}

export interface Rendered {
  readonly status: number;
  readonly text: string;
  /** The request that first had this answer, where it is a replay. */
  readonly replayOf: string | null;
}

/** One API call in one transaction: objects, events, webhook deliveries and the kept answer commit together or not at all. */
export function runCall(sandbox: Sandbox, prepared: PreparedCall): Promise<Rendered> {
  return sandbox.database.transaction(async (tx) => {
    const now = sandbox.clock.now();
    const keyed = prepared.idempotency;
    // An account's keys are not the platform's, nor the publishable key's the secret one's.
    const scope = prepared.account === null ? prepared.key : `${prepared.key} ${prepared.account}`;
    await findAccount(tx, prepared.account);
    if (keyed !== null) {
      if (!(await takeIdempotencyKey(tx, scope, keyed.key))) throw keyInUse(keyed.key);
      const kept = await findKeptAnswer(tx, scope, keyed.key, now.subtract({ hours: keptHours[prepared.api] }));
      if (kept !== undefined) {
        assertSameRequest(kept, keyed);
        return { status: kept.status, text: kept.body, replayOf: kept.requestId };
      }
    }
    if (prepared.fault?.kind === 'slow') await sleep(prepared.fault.delay_ms);
    const origin = { id: prepared.requestId, idempotency_key: keyed?.key ?? null };
    const account = prepared.api === 'v1' ? prepared.account : null;
    const call: Call = { ...beginWork(sandbox, tx, now, origin, account), key: prepared.key, in: prepared.in };
    const { answer, kept } = await act(call, prepared);
    const text = JSON.stringify(answer.body);
    if (keyed !== null && kept) {
      await keepAnswer(
        tx,
        scope,
        keyed.key,
        { ...keyed, status: answer.status, body: text, requestId: prepared.requestId },
        now,
      );
    }
    return { status: answer.status, text, replayOf: null };
  });
}

/** Runs the endpoint. What a refused call has changed is taken back, while its answer can still be kept. */
async function act(call: Call, prepared: PreparedCall): Promise<{ answer: Answer; kept: boolean }> {
  if (prepared.fault?.kind === 'error_before') {
    return { answer: answerTo(internalFault(prepared.requestId), prepared.api), kept: true };
  }
  await call.tx.query('SAVEPOINT endpoint');
  try {
    const acted = await prepared.act(call);
    await flushEvents(call);
    const body = acted.status < 300 ? await present(call.tx, acted.body, prepared.expand) : acted.body;
    if (prepared.fault?.kind === 'error_after') {
      return { answer: answerTo(internalFault(prepared.requestId), prepared.api), kept: true };
    }
    return { answer: { status: acted.status, body }, kept: true };
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error;
    await call.tx.query('ROLLBACK TO SAVEPOINT endpoint');
    // API v2 runs a call that was refused again under the same key.
    return { answer: answerTo(error, prepared.api), kept: error.kept && prepared.api === 'v1' };
  }
}
