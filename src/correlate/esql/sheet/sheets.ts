/** Of the events of a delivery, what rules with many groups remember in sheets, and what is known of the groups. */
import type { RuleQuery } from '../../../match/rule-query.ts';
import type { EsqlRule } from '../../../rule.ts';
import type { Origin } from '../../../schema/audit-event.ts';
import { timeOfAct } from '../../act.ts';
import { clusterKey } from '../../cluster-key.ts';
import type { DeliveryContext } from '../../context.ts';
import { getOrMake } from '../../get-or-make.ts';
import type { Memory } from '../../memory.ts';
import { type EsqlMatch, rowsOf } from '../match.ts';
import { Book, type FoundGroup } from './book.ts';
import { Dictionary } from './dictionary.ts';
import { numberOf } from './number-of.ts';
import { Showing } from './shown.ts';

/** Of what is computed with so much of a group is needed that each group has items of its own (windows.ts). */
const mostNeeded = 100;

/** Whether what the query's groups remember goes into sheets. What looks far back, for a little of each group, does not. */
export function fitsSheets({ grouping }: RuleQuery): boolean {
  return (
    grouping !== undefined &&
    grouping.firstSeen === undefined &&
    !grouping.aggregates.some(({ need }) => need.kind === 'all' && need.upTo > mostNeeded)
  );
}

/** @param onCut told of each match that may matter, but is not remembered as a whole */
export async function recordAndReadSheets(
  matches: readonly EsqlMatch[],
  context: DeliveryContext,
  memory: Memory,
  onCut: (match: EsqlMatch) => void,
): Promise<readonly (FoundGroup & { readonly rule: EsqlRule })[]> {
  const { source } = context;
  const showing = getOrMake(
    memory.sheets.showings,
    source,
    () => new Showing((text) => source.redactField('text', text, {})),
  );
  const books = new Books(memory.sheets.dictionaries, showing);
  for (const match of matches) {
    const { event, query } = match;
    const at = timeOfAct(event, context);
    const number = numberOf(event, source);
    let index = 0;
    for (const row of rowsOf(match)) {
      const cells = query.cells(row);
      const isWhole = books.of(match, cells.length).sheetAt(at).add(match, at, number, index++, cells);
      if (!isWhole) onCut(match);
    }
  }
  const found: (FoundGroup & { readonly rule: EsqlRule })[] = [];
  for (const [rule, book] of books.all) {
    const groups = await book.recordAndRead(memory, showing, ({ event }) => context.summarise(event), onCut);
    for (const group of groups) found.push({ ...group, rule });
  }
  return found;
}

/** A book for each rule and cluster. Mostly the events of a delivery are of one. */
class Books {
  readonly all: (readonly [rule: EsqlRule, book: Book])[] = [];
  readonly #dictionaries: Map<string, readonly Dictionary[]>;
  readonly #showing: Showing;
  readonly #known = new Map<string, Book>();
  readonly #byRule = new Map<EsqlRule, { readonly origin: Origin; readonly book: Book }>();

  constructor(dictionaries: Map<string, readonly Dictionary[]>, showing: Showing) {
    this.#dictionaries = dictionaries;
    this.#showing = showing;
  }

  of({ rule, event, query: { grouping } }: EsqlMatch, cells: number): Book {
    const { origin } = event;
    const last = this.#byRule.get(rule);
    if (last?.origin === origin) return last.book;
    if (grouping === undefined) throw new Error(`rule ${rule.id} has no groups`);
    const name = ['esql', rule.id, ...clusterKey(origin), rule.revision];
    const book = getOrMake(this.#known, JSON.stringify(name), () => {
      const dictionaries = getOrMake(this.#dictionaries, JSON.stringify([rule.id, rule.revision]), () =>
        Array.from({ length: cells }, () => new Dictionary(this.#showing)),
      );
      const fresh = new Book(name, rule, origin, grouping, dictionaries);
      this.all.push([rule, fresh]);
      return fresh;
    });
    this.#byRule.set(rule, { origin, book });
    return book;
  }
}
