/** What a role may do in the panel, said once; ensure-roles.ts turns it into Strapi's permissions. */
export interface PanelRole {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly records: readonly RecordRights[];
  /** Actions without a content type. */
  readonly actions: readonly { readonly action: string; readonly condition?: string }[];
}

/** Rights on one content type. A field may name a component as a whole. */
export interface RecordRights {
  readonly uid: string;
  readonly read: readonly string[];
  readonly create?: readonly string[];
  readonly update?: readonly string[];
  readonly remove?: true;
  /** Ids of conditions (conditions.ts). Left out: every row. */
  readonly readCondition?: string;
  readonly writeCondition?: string;
  /** What may be seen of a related entry, by relation field, beside its ids. */
  readonly related?: Readonly<Record<string, readonly string[]>>;
}
