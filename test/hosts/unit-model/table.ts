/** Decision tables as literal rows, and how often each row was used. */

/** Every row that there is, by name, with its count: a run that left one at 0 has not tested the table. */
class Coverage {
  readonly counts = new Map<string, number>();

  declare(name: string): void {
    if (this.counts.has(name)) throw new Error(`two rows have the name ${name}`);
    this.counts.set(name, 0);
  }

  hit(name: string): void {
    const count = this.counts.get(name);
    if (count === undefined) throw new Error(`no row has the name ${name}`);
    this.counts.set(name, count + 1);
  }

  unused(): string[] {
    return [...this.counts].filter(([, count]) => count === 0).map(([name]) => name);
  }
}

export const coverage = new Coverage();

/** A row: the values that its columns allow (a column that is left out allows all), and what follows. */
type Row<Facts, Result> = readonly [when: { readonly [F in keyof Facts]?: readonly Facts[F][] }, then: Result];

export class Table<Facts extends object, Result> {
  constructor(
    readonly name: string,
    rows: readonly Row<Facts, Result>[],
  ) {
    this.#rows = rows.map(([when, then]) => ({
      columns: Object.entries(when) as [keyof Facts, readonly unknown[]][],
      then,
      name: `${name}: ${columnsOf(when) || "otherwise"}`,
    }));
    for (const row of this.#rows) coverage.declare(row.name);
  }
  readonly #rows: readonly {
    readonly columns: readonly [keyof Facts, readonly unknown[]][];
    readonly then: Result;
    readonly name: string;
  }[];

  /** What the first row says that allows these facts. A table without such a row is incomplete: an error of the tests. */
  decide(facts: Facts): Result {
    const row = this.#rows.find(({ columns }) => columns.every(([column, values]) => values.includes(facts[column])));
    if (!row) throw new Error(`${this.name} says nothing about ${JSON.stringify(facts)}`);
    coverage.hit(row.name);
    return row.then;
  }
}

const columnsOf = (when: object) =>
  Object.entries(when)
    .map(([column, values]) => `${column} ${(values as unknown[]).join("/")}`)
    .join(", ");

/** Situations that no table has as a row and that a run must meet all the same. */
export class Marks<Name extends string> {
  constructor(clause: string, names: readonly Name[]) {
    for (const name of names) coverage.declare(`${clause}: ${name}`);
    this.#clause = clause;
  }
  readonly #clause: string;

  met(name: Name): void {
    coverage.hit(`${this.#clause}: ${name}`);
  }
}
