/** KQL: every event for which the query holds, in the order in which they are read. */
import { compileKql } from '../../compile/kql/compile-kql.ts';
import { parseKql } from '../../compile/kql/parse.ts';
import { cidrNotes } from './cidr-notes.ts';
import { EventOrder } from './event-order.ts';
import { firstSound } from './first-sound.ts';
import { documentLine } from './found.ts';
import { StageMatcher } from './hits.ts';
import type { Compiled, Language, Search, Setting } from './language.ts';
import { loadStages } from './load-stages.ts';
import { fieldsOf } from './named-fields.ts';
import { printerOf } from './printer.ts';

export const kuery: Language = {
  name: 'kuery',
  parse(text) {
    const parsed = parseKql(text);
    if ('problems' in parsed) return parsed;
    return { readsInput: true, compile: (setting) => compile(text, setting) };
  },
};

async function compile(text: string, setting: Setting): Promise<Compiled> {
  const { readers } = setting;
  const { outcome, reader, warnings } = firstSound(readers, (each) => {
    const compiled = compileKql(text, each);
    return { ...compiled, predicates: compiled.predicate && [compiled.predicate] };
  });
  const { predicate } = outcome;
  const problems = [...outcome.problems, ...warnings];
  if (predicate === undefined) return { problems };
  const stages = await loadStages([{ predicate, fields: [] }], reader);
  const matcher = new StageMatcher(stages, setting);
  const order = await EventOrder.by(setting, reader);
  const fields = fieldsOf([predicate]);
  const printer = printerOf(setting, { order, fields }, ({ events: [event] }) =>
    event ? documentLine(event, setting, reader) : '',
  );
  const search: Search = {
    add(events) {
      const matches = events.filter((event) => matcher.match(event).length > 0);
      return printer.print(
        matches.map((event) => ({ events: [event], joinKeys: [] })),
        false,
      );
    },
    end: () => [],
    notes: () => [...cidrNotes([predicate]), ...matcher.notes()],
  };
  return { problems, search };
}
