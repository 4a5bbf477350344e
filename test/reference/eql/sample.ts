/** Samples: for each key of which every stage has an event, the first choice of different events. */
import type { EqlStage, Sample } from '../../../src/compile/eql/ast.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { compareKeys, idOf, keysOf } from './keys.ts';
import type { Found, TimedEvent } from './sequence.ts';
import type { FieldTypes } from './values.ts';

export function findSamples(
  query: Sample,
  events: readonly TimedEvent[],
  types: FieldTypes,
  matches: (stage: EqlStage, document: JsonObject) => boolean,
): readonly Found[] {
  const by = [...query.by, ...(query.stages[0]?.by ?? [])];
  const hits = query.stages.map((stage) =>
    events
      .filter(({ document }) => matches(stage, document))
      .flatMap((event) =>
        keysOf(event.document, [...query.by, ...stage.by], types).map((key) => ({ event, key })),
      ),
  );
  const keys = [...new Map(hits[0]?.map(({ key }) => [idOf(key), key])).values()].sort((a, b) =>
    compareKeys(a, b, by, types),
  );
  return keys.flatMap((key) => {
    const ofKey = hits.map((of) => of.filter((hit) => idOf(hit.key) === idOf(key)).map(({ event }) => event));
    const chosen = choose(ofKey, []);
    return chosen === undefined ? [] : [{ events: chosen, key }];
  });
}

/** One event of each list, none twice; the first such choice. */
function choose(
  lists: readonly (readonly TimedEvent[])[],
  chosen: readonly TimedEvent[],
): readonly TimedEvent[] | undefined {
  const [list, ...others] = lists;
  if (list === undefined) return chosen;
  for (const event of list) {
    const rest = chosen.includes(event) ? undefined : choose(others, [...chosen, event]);
    if (rest !== undefined) return rest;
  }
  return undefined;
}
