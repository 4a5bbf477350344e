/**
 * What a rule that compiles probably does not mean: conditions that no event of EKS can fulfil, free text where a colon
 * was forgotten, exclusions that an attacker can meet.
 */
import type { Reader } from '../../schema/reader.ts';
import { auditTarget } from '../../source/audit/target.ts';
import { type Condition, conditionsOf } from '../conditions/conditions.ts';
import { requirements } from '../passes/require.ts';
import type { Predicate } from '../predicate.ts';
import type { LocatedProblem, Problem } from '../problem.ts';
import { inFile, type LoadedRule, type QueryText } from '../rules/loaded-rule.ts';
import { contradictions } from './contradictions.ts';
import { metadataOnly, notVerbs, pluralOf, reading, verbs } from './eks.ts';
import { lintEsql } from './esql.ts';
import { exclusions } from './exclusions.ts';
import { neverIn, neverSubresource } from './objects.ts';
import { nothingCreated } from './settling.ts';
import { threatProblems } from './threat.ts';
import { valueProblems } from './values.ts';

/** @returns warnings, in the order of the rule's text; none for rules whose queries are not taken apart */
export function lint(rule: LoadedRule): readonly LocatedProblem[] {
  const [reader] = auditTarget.readersOf(rule.index);
  const query = 'query' in rule ? rule.query : undefined;
  const settling = rule.type === 'new_terms' ? rule.settling?.query : undefined;
  const ofQuery = reader === undefined || query === undefined ? [] : lintQuery(query, reader);
  const ofSettling = reader === undefined || settling === undefined ? [] : lintSettling(settling, reader);
  return [
    ...ofQuery.map((problem) => inFile(rule.file, query as QueryText<string>, problem)),
    ...ofSettling.map((problem) => inFile(rule.file, settling as QueryText<string>, problem)),
    ...threatProblems(rule),
  ].toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

function lintQuery(query: QueryText<string>, reader: Reader): readonly Problem[] {
  if (query.language === 'esql') return distinct(lintEsql(query.text, reader));
  const found = conditionsOf(query, reader).flatMap((tree) => [
    ...ofTree(tree, reader),
    ...exclusions(required(tree), isAboutNew(tree, reader)),
  ]);
  return distinct(found);
}

/** Who meets an exclusion here is told of, so none is looked at; who begins a settling period is not. */
function lintSettling(query: QueryText<string>, reader: Reader): readonly Problem[] {
  return distinct(
    conditionsOf(query, reader).flatMap((tree) => [...ofTree(tree, reader), ...nothingCreated(tree)]),
  );
}

function ofTree(tree: Condition, reader: Reader): readonly Problem[] {
  return [
    ...neverMet(tree, reader),
    ...all(tree).flatMap((each) => [
      ...strangeValues(each, reader),
      ...valueProblems(each),
      ...freeText(each),
    ]),
    ...contradictions(required(tree)),
  ];
}

/** A condition may be looked at in several ways that find the same. */
function distinct(found: readonly Problem[]): readonly Problem[] {
  return [...new Map(found.map((each) => [`${each.message} ${each.span?.start}`, each])).values()];
}

/** Conditions that all have to hold. */
function required(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.of.flatMap(required) : [condition];
}

function all(condition: Condition): readonly Condition[] {
  return [condition, ...condition.of.flatMap(all)];
}

function needs(predicate: Predicate, { dispatch }: Reader) {
  return dispatch === undefined ? {} : requirements(predicate, dispatch);
}

/** Whether requests that the rule is about make what they name. */
function isAboutNew(tree: Condition, reader: Reader): boolean {
  const { verb } = needs(tree.predicate, reader);
  return verb?.includes('create') === true;
}

/** Why no event of EKS fulfils a condition, though each by itself makes sense. */
function neverMet(tree: Condition, reader: Reader): readonly Problem[] {
  const { verb, resource, subresource } = needs(tree.predicate, reader);
  const conditions = required(tree);
  const problems: Problem[] = [];
  const about = (fields: RegExp) =>
    conditions.filter((each) => each.fields.some((name) => fields.test(name)));
  const isOfCore = about(/\.objectRef\.apiGroup$/).length === 0;
  if (resource?.length === 1 && resource[0] === 'events' && isOfCore) {
    const [place = tree] = about(/\.objectRef\.resource$/);
    problems.push(
      warning(
        place,
        'not-logged-on-eks',
        'EKS does not record requests for core `events`',
        'only those of the group events.k8s.io are recorded; a condition on `objectRef.apiGroup` says that they are meant',
      ),
    );
  }
  const never = neverSubresource(resource, subresource);
  if (never !== undefined) {
    const [place = tree] = about(/\.objectRef\.subresource$/);
    problems.push(warning(place, 'value-never-set', never.why, never.hint));
  }
  const bodies = about(/\.(?:requestObject|responseObject)\b|^harrier\.(?:object|written|pod|containers)\b/);
  if (resource?.every((each) => metadataOnly.has(each))) {
    for (const body of bodies.filter(isPositive)) {
      const message = `EKS records no content of ${resource.join(' and ')}: nothing is found in ${shown(body)}`;
      problems.push(
        warning(body, 'not-logged-on-eks', message, 'only who did what to which object is recorded'),
      );
    }
  } else if (verb?.every((each) => reading.has(each))) {
    for (const body of about(/\.responseObject\b/).filter(isPositive)) {
      const message = `EKS does not record what requests to ${verb.join(', ')} were answered`;
      problems.push(warning(body, 'not-logged-on-eks', message, 'answers are recorded of changes alone'));
    }
  }
  for (const each of bodies.filter(isPositive)) {
    for (const field of each.fields) {
      const never = neverIn(field, resource);
      if (never !== undefined) problems.push(warning(each, 'not-in-object', never.why, never.hint));
    }
  }
  for (const each of about(/\.level$/).filter(isPositive)) {
    const whole = resource?.every((name) => metadataOnly.has(name)) === true;
    const read = verb?.every((name) => reading.has(name)) === true;
    if (whole && !/Metadata/.test(each.text))
      problems.push(
        warning(
          each,
          'not-logged-on-eks',
          `EKS records requests for ${resource?.join(' and ')} at the level Metadata`,
          'drop the condition',
        ),
      );
    else if (read && /RequestResponse/.test(each.text) && !/Metadata|Request(?!Response)/.test(each.text))
      problems.push(
        warning(
          each,
          'not-logged-on-eks',
          `EKS records requests to ${verb?.join(', ')} at the level Request or below`,
          'drop the condition',
        ),
      );
  }
  const tokens = resource === undefined || resource.includes('serviceaccounts');
  for (const stage of about(/\.stage$/)) {
    if (
      !tokens &&
      /RequestReceived/.test(stage.text) &&
      isPositive(stage) &&
      !/ResponseComplete/.test(stage.text)
    ) {
      const hint = 'a request is recorded when it was answered: ResponseComplete, or ResponseStarted';
      problems.push(warning(stage, 'not-logged-on-eks', 'EKS leaves out the stage RequestReceived', hint));
    }
  }
  return problems;
}

/** A condition that asks for a value, and not for its absence. */
function isPositive({ kind, predicate }: Condition): boolean {
  return kind === 'condition' && predicate.kind !== 'not';
}

function shown({ fields }: Condition): string {
  return fields.map((name) => `\`${name}\``).join(' and ');
}

/** Values that no request has. */
function strangeValues(condition: Condition, reader: Reader): readonly Problem[] {
  if (condition.kind !== 'condition') return [];
  const of = condition.predicate.kind === 'not' ? condition.predicate.of : condition.predicate;
  const { verb = [], resource = [], subresource = [] } = needs(of, reader);
  return [
    ...verb
      .filter((each) => !verbs.has(each))
      .map((each) => {
        const known = verbs.has(each.toLowerCase()) ? `write \`${each.toLowerCase()}\`` : notVerbs[each];
        return warning(
          condition,
          'value-never-set',
          `no request has the verb \`${each}\``,
          known ?? verbList(),
        );
      }),
    ...resource.flatMap((each) => {
      const [name = '', sub] = each.split('/');
      if (sub !== undefined) {
        const hint = `write resource \`${name}\` and subresource \`${sub}\``;
        return [warning(condition, 'value-never-set', `no request has the resource \`${each}\``, hint)];
      }
      const meant = pluralOf(each);
      return meant === undefined
        ? []
        : [
            warning(
              condition,
              'value-never-set',
              `no request has the resource \`${each}\``,
              `write \`${meant}\``,
            ),
          ];
    }),
    ...subresource.flatMap((each) =>
      each?.includes('/')
        ? [
            warning(
              condition,
              'value-never-set',
              `no request has the subresource \`${each}\``,
              'write what stands behind the `/`',
            ),
          ]
        : [],
    ),
  ];
}

function verbList(): string {
  return 'verbs are get, list, watch, create, update, patch, delete and deletecollection';
}

function freeText({ kind, fields, predicate, text, span }: Condition): readonly Problem[] {
  // `*` alone is every event.
  if (
    kind !== 'condition' ||
    fields.length > 0 ||
    predicate.kind === 'constant' ||
    /^(?:not\s+)?\*/i.test(text)
  )
    return [];
  if (!/^(?:not\s+)?["\w]/i.test(text) || /[:<>]/.test(text.replaceAll(/"[^"]*"/g, ''))) return [];
  return [
    {
      severity: 'warning',
      code: 'free-text',
      message: `\`${text}\` is looked for in every field`,
      hint: 'if a field was meant, write its name and a colon before it',
      span,
    },
  ];
}

function warning({ span }: Condition, code: string, message: string, hint: string): Problem {
  return { severity: 'warning', code, message, hint, span };
}
