/**
 * The oldest mistake in exceptions: `containers.image: agent*` excepts the whole pod as soon as one container is the
 * agent, and with it whatever an attacker puts beside it.
 */
import type { KqlName, Query, Wildcard } from '../kql/ast.ts';
import { parseKql } from '../kql/parse.ts';
import type { Problem } from '../problem.ts';

/** Arrays of objects in what a request asks for, of which rules judge each element. */
const lists =
  /^(.*?(?:^|\.)(?:containers|initContainers|ephemeralContainers|volumes|rules|subjects))(?:\.|$)/;

interface Mention {
  readonly list: string;
  readonly field: KqlName;
  /** Whether the condition holds because of what is said of an element, not in spite of it. */
  readonly positive: boolean;
}

/**
 * @param text a condition in KQL
 * @returns a warning for every list of which one fitting element is enough, unless the condition bounds the others
 */
export function findAnyElement(text: string): readonly Problem[] {
  const parsed = parseKql(text);
  if (!('ast' in parsed)) return [];
  const mentions = mentionsIn(parsed.ast, true);
  const bounded = new Set(mentions.filter(({ positive }) => !positive).map(({ list }) => list));
  const told = new Set(bounded);
  return mentions.flatMap(({ list, field }) => {
    if (told.has(list)) return [];
    told.add(list);
    return [warning(list, field)];
  });
}

function warning(list: string, { span }: KqlName): Problem {
  return {
    severity: 'warning',
    code: 'exception-any-element',
    message: `one fitting element of \`${list}\` is enough: all that the object holds beside it is excepted too`,
    hint: `to except it only if none of them is unknown, write \`not ${list}:{ what the rule looks for and not what is known }\``,
    span,
  };
}

function mentionsIn(query: Query, positive: boolean): readonly Mention[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.flatMap((each) => mentionsIn(each, positive));
    case 'not':
      return mentionsIn(query.of, !positive);
    case 'is':
    case 'range':
    case 'nested':
      return mention(query.field, query.kind === 'nested', positive);
  }
}

/** Nested syntax is about elements, whatever the list is called. */
function mention(field: KqlName | Wildcard | null, nested: boolean, positive: boolean): readonly Mention[] {
  if (field?.kind !== 'name') return [];
  const list = nested ? field.text : lists.exec(field.text)?.[1];
  return list === undefined ? [] : [{ list, field, positive }];
}
