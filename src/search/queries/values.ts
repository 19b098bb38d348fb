/** Values of a statement in the order in which they are named; `put` returns the place ($1, $2 …). */
export class Values {
  readonly list: unknown[] = [];

  put(value: unknown, type: string): string {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  }
}
