import type { Tx } from '../../adapters/postgres/sql';

export type DailyWalkName = 'answers' | 'calls';

export interface WalkPosition {
  /** The UTC day on which it began; null before the first. */
  readonly day: string | null;
  /** The id that it has come to; null: to the end. */
  readonly afterId: number | null;
}

/** Takes the walk for this transaction. @returns null where another process has it */
export async function takeDailyWalk(tx: Tx, name: DailyWalkName): Promise<WalkPosition | null> {
  const rows = await tx.query<WalkPosition>(
    'select day, after_id as "afterId" from daily_walk where name = $1 for update skip locked',
    [name],
  );
  return rows[0] ?? null;
}

export async function moveDailyWalk(tx: Tx, name: DailyWalkName, { day, afterId }: WalkPosition): Promise<void> {
  await tx.query('update daily_walk set day = $2, after_id = $3 where name = $1', [name, day, afterId]);
}
