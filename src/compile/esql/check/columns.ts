/** Columns of a query, each with a place of its own in rows, which it is given when something asks for it. */
import type { EsqlType } from '../../../query/esql/value.ts';
import type { Column, PlanExpression } from '../plan.ts';

type Constant = Extract<PlanExpression, { kind: 'literal' }>;

interface Traits {
  /** Its value, where that is known when the query is built. */
  readonly constant?: Constant | undefined;
  /** The one that has been renamed. */
  readonly of?: Entry;
  /** Nothing that reaches Harrier has it. */
  readonly isNeverSet?: boolean;
  /** No mapping lists it: its values can be read as what is asked for. */
  readonly isDynamic?: boolean;
}

/** A name that can be used, and what it stands for. */
export class Entry {
  readonly name: string;
  readonly type: EsqlType;
  readonly traits: Traits;
  readonly #make: (type: EsqlType) => Column;
  /** Made for what has asked for it. */
  readonly #columns = new Map<EsqlType, Column>();

  /** @param make a column of the type, or, for a dynamic one, of another */
  constructor(name: string, type: EsqlType, make: (type: EsqlType) => Column, traits: Traits = {}) {
    this.name = name;
    this.type = type;
    this.traits = traits;
    this.#make = make;
  }

  /** The columns that something has asked for. */
  used(): readonly Column[] {
    return [...this.#columns.values()];
  }

  /** @param type that its values are to be read as; another than its own for dynamic ones alone */
  column(type: EsqlType = this.type): Column {
    const column = this.#columns.get(type) ?? this.#make(type);
    this.#columns.set(type, column);
    return column;
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
  entry(name: string, type: EsqlType, constant?: Constant): Entry {
    const column = this.make(name, type);
    return new Entry(name, type, () => column, { constant });
  }

  /** A column of another that is read once something asks for it. */
  renamed(name: string, of: Entry): Entry {
    const make = (type: EsqlType) => {
      of.column(type);
      return this.make(name, type);
    };
    return new Entry(name, of.type, make, { ...of.traits, of });
  }
}
