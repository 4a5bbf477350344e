/** ES|QL: the rows that a query makes of events. */
import type { Query } from '../../compile/esql/ast.ts';
import { auditSchema, documentSchema, type EsqlSchema } from '../../compile/esql/check/schema.ts';
import { registry } from '../../compile/esql/compile-esql.ts';
import { emitQueryModule } from '../../compile/esql/emit/emit-query.ts';
import { filterOfPlan } from '../../compile/esql/filter.ts';
import { parseEsql } from '../../compile/esql/parse.ts';
import type { Plan } from '../../compile/esql/plan.ts';
import { planEsql } from '../../compile/esql/plan-esql.ts';
import type { Predicate } from '../../compile/predicate.ts';
import { documentRuntimeUrl, runtimeUrl } from '../../project/package-root.ts';
import { CallSites } from '../../query/esql/run/call-sites.ts';
import { mostGroupsOfRow } from '../../query/esql/run/groups.ts';
import { Rows } from '../../query/esql/run/operator.ts';
import { type CompiledQuery, start } from '../../query/esql/run/query.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import { headOf } from '../../schema/head.ts';
import type { Reader } from '../../schema/reader.ts';
import { count } from '../count.ts';
import { esqlTypes } from './esql-types.ts';
import { warningNotes } from './esql-warnings.ts';
import { firstSound } from './first-sound.ts';
import { StageMatcher } from './hits.ts';
import {
  type Compiled,
  type Language,
  nothing,
  type Printed,
  type Search,
  type Setting,
} from './language.ts';
import { loadStages } from './load-stages.ts';
import { RowPrinter, shownOf } from './row-printer.ts';

export const esql: Language = {
  name: 'esql',
  parse(text) {
    const parsed = parseEsql(text);
    if ('problems' in parsed) return parsed;
    const { ast } = parsed;
    return { readsInput: ast.source.kind !== 'row', compile: (setting) => compile(ast, text, setting) };
  },
};

async function compile(ast: Query, text: string, setting: Setting): Promise<Compiled> {
  const { outcome, reader, warnings } = firstSound(setting.readers, (each) => {
    const planned = planEsql(text, schemaOf(each, setting), registry);
    return { ...planned, predicates: planned.plan && [filterOfPlan(planned.plan)] };
  });
  const { plan, predicates = [] } = outcome;
  const problems = [...outcome.problems, ...warnings];
  if (plan === undefined) return { problems };
  const query = await loadQuery(plan, reader);
  const printer = new RowPrinter(shownOf(plan, ast), setting);
  // What an empty text is to documents, predicates do not know.
  const [predicate] = reader.keepsEmpty ? [] : predicates;
  const matcher = await matcherOf(predicate, reader, setting);
  return { problems, search: new RowSearch(query, { matcher, printer, text, now: setting.now }) };
}

function schemaOf(reader: Reader, { types, givenTypes }: Setting): EsqlSchema {
  return types === undefined ? auditSchema(reader) : documentSchema(esqlTypes(types, givenTypes), reader);
}

async function loadQuery(plan: Plan, reader: Reader): Promise<CompiledQuery> {
  const module = emitQueryModule(plan, reader.keepsEmpty ? documentRuntimeUrl : runtimeUrl);
  return (await import(`data:text/javascript;base64,${Buffer.from(module).toString('base64')}`)).esqlQuery;
}

/** Tests events before rows are made of them, and leaves out those that come again. */
async function matcherOf(
  predicate: Predicate = { kind: 'constant', value: true },
  reader: Reader,
  setting: Setting,
): Promise<StageMatcher> {
  return new StageMatcher(await loadStages([{ predicate, fields: [] }], reader), setting);
}

interface RowSetting {
  readonly matcher: StageMatcher;
  readonly printer: RowPrinter;
  readonly text: string;
  readonly now: number;
}

class RowSearch implements Search {
  readonly #query: CompiledQuery;
  readonly #setting: RowSetting;
  readonly #sites: CallSites;
  readonly #rows = new Rows();
  readonly #first: ReturnType<typeof start>;

  constructor(query: CompiledQuery, setting: RowSetting) {
    this.#query = query;
    this.#setting = setting;
    this.#sites = new CallSites(setting.now);
    this.#first = start(query, this.#sites, this.#rows);
  }

  add(events: readonly SourcedEvent[]): Printed {
    const { matcher } = this.#setting;
    if (this.#query.ofEvents) {
      for (const sourced of events) {
        if (this.#first.isFull) break;
        if (matcher.match(sourced).length === 0) continue;
        const head = headOf(sourced.event, sourced.partial);
        this.#first.take(this.#query.read(sourced.event, matcher.contextOf(sourced), head));
      }
    }
    return this.#taken(false);
  }

  get isFull(): boolean {
    return this.#query.ofEvents && this.#first.isFull;
  }

  *end(): Iterable<Printed> {
    if (!this.#query.ofEvents)
      this.#first.take(this.#query.read({}, { origin: { source: '' }, now: this.#setting.now }, headOf({})));
    this.#first.end();
    yield this.#taken(true);
  }

  notes(): readonly string[] {
    const { matcher, printer, text } = this.#setting;
    const { rows } = this.#sites.cut;
    const most = mostGroupsOfRow.toLocaleString('en');
    const cut = `${count(rows, 'row')} in more than ${most} groups: the others of these were left out`;
    return [
      ...warningNotes(this.#sites.warnings, text),
      ...(rows > 0 ? [cut] : []),
      ...printer.notes(),
      ...matcher.notes(),
    ];
  }

  #taken(areAll: boolean): Printed {
    const rows = this.#rows.taken();
    return rows.length === 0 ? nothing : this.#setting.printer.print(rows, areAll);
  }
}
