import type { Outcome } from '../domain/refusal';

/** An answer as it goes out: nothing is made again for the next one who asks. */
export interface FinishedAnswer {
  readonly body: Buffer;
  /** Strong: the same tag, the same bytes. */
  readonly etag: string;
}

/**
 * Answers that are the same for everyone, kept within this process until something that they are made of changes (docs/reads.md).
 * Nothing is kept while changes cannot be heard.
 */
export interface KeptAnswers {
  get(key: string): FinishedAnswer | null;
  /**
   * What is kept under `key`, or what `make` comes to, shared by all who ask meanwhile. A refusal and null are not kept; nor is what
   * was being made when the home changed.
   * @param home document id of the home that the answer tells of
   */
  load(key: string, home: string, make: () => Promise<MadeAnswer>): Promise<MadeAnswer>;
  bytes(): number;
}

export type MadeAnswer = Outcome<FinishedAnswer | null>;

/** Published homes, and hosts. */
export type CountedCollection = 'homes' | 'hosts';

/** Exact counts of generated lists, kept within this process until an entry comes, goes, or comes to count under another value. */
export interface KeptCounts {
  /** All who ask for the same count while it is being made get the one. */
  load(collection: CountedCollection, key: string, count: () => Promise<number>): Promise<number>;
}
