/** Runs once. Steps are added, in the order of their names; none is ever edited. */
export interface ConstraintStep {
  readonly name: string;
  readonly sql: string;
}
