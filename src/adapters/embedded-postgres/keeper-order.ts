/** What the app tells the keeper, as JSON in its first argument (no secret: arguments are visible to all). */
export interface KeeperOrder {
  readonly clusterDir: string;
  /** Where the keeper notes how other processes reach it. */
  readonly noteFile: string;
  readonly logFile: string;
  /** `[...account prefix, path of postgres, -D …, -c …]` without the port. */
  readonly command: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  /** Tried first, so that the address stays the same from start to start. */
  readonly preferredPort?: number;
}

/** The note by which a second process of the same clone finds the keeper. */
export interface KeeperNote {
  readonly clusterDir: string;
  readonly keeperPort: number;
  readonly token: string;
  readonly postgresPort: number;
}

/** What the keeper says to those who hold it, one JSON a line. */
export type KeeperReport =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }
  /** Others still hold the server: it goes on. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'stopped' };
