/** Columns of a query, each with a place of its own in rows, which it is given when something asks for it. */
import type { EsqlType } from '../../../query/esql/value.ts';
import type { Column, PlanExpression } from '../plan.ts';

type Constant = Extract<PlanExpression, { kind: 'literal' }>;

/** A name that can be used, and what it stands for. */
export class Entry {
  readonly name: string;
  readonly type: EsqlType;
  /** Its value, where that is known when the query is built. */
  readonly constant: Constant | undefined;
  /** The one that has been renamed. */
  readonly of: Entry | undefined;
  /** Nothing that reaches Harrier has it. */
  readonly isNeverSet: boolean;
  readonly #make: () => Column;
  #column: Column | undefined;

  constructor(
    name: string,
    type: EsqlType,
    make: () => Column,
    {
      constant,
      of,
      isNeverSet = false,
    }: { constant?: Constant | undefined; of?: Entry; isNeverSet?: boolean } = {},
  ) {
    this.name = name;
    this.type = type;
    this.constant = constant;
    this.of = of;
    this.isNeverSet = isNeverSet;
    this.#make = make;
  }

  /** Whether something has asked for it. */
  get isUsed(): boolean {
    return this.#column !== undefined;
  }

  column(): Column {
    this.#column ??= this.#make();
    return this.#column;
  }
}

export class Columns {
  #width = 0;

  /** How many slots a row has. */
  get width(): number {
    return this.#width;
  }

  make(name: string, type: EsqlType): Column {
    return { slot: this.#width++, name, type };
  }

  /** A column that is there in any case. */
  entry(name: string, expression: { readonly type: EsqlType } | PlanExpression): Entry {
    const column = this.make(name, expression.type);
    const constant = 'kind' in expression && expression.kind === 'literal' ? expression : undefined;
    return new Entry(name, expression.type, () => column, { constant });
  }

  /** A column of another that is read once something asks for it. */
  renamed(name: string, of: Entry): Entry {
    const make = () => this.make(name, of.column().type);
    return new Entry(name, of.type, make, { constant: of.constant, of });
  }
}
