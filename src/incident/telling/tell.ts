/** News of incidents as sections, which the renderings write down. How much of each is told depends on the reader. */
import { shortened } from '../../text/visible.ts';
import type { Actor, ClusterPlace, Entity, Incident, IncidentNews, RuleText } from '../incident.ts';
import { actsOf, chosen, type ToldAct, titleAct } from './acts.ts';
import { exceptionFor } from './exception.ts';
import { guideOf } from './guide.ts';
import {
  actLine,
  clustersOf,
  counted,
  digestLine,
  isOne,
  leadOf,
  rulesLine,
  titlesOf,
  toldLine,
} from './headline.ts';
import { queriedActors, searchesOf } from './insights.ts';
import { type Block, type Fact, paragraph, type Section, section, type Telling } from './section.ts';
import { shown, shownName } from './shown.ts';
import { clockOn, day, moment } from './when.ts';
import { factsOf, listed, shortName } from './who.ts';

/** How many of each thing are told. */
export interface Extent {
  readonly acts: number;
  readonly actors: number;
  readonly entities: number;
  /** Rules of which it is told what to do. */
  readonly guides: number;
  /** Lines of each of them. */
  readonly steps: number;
  readonly incidents: number;
  /** Actors whose acts the query finds. */
  readonly queried?: number;
}

export function tell(news: IncidentNews, extent: Extent): Telling {
  const [incident, ...others] = news.incidents;
  const ids = news.incidents.flatMap(({ newIds }) => newIds);
  if (incident === undefined) return { titles: ['No incident'], sections: [], ids };
  return others.length === 0 ? ofOne(news, incident, extent, ids) : ofSeveral(news, extent, ids);
}

function ofOne(news: IncidentNews, incident: Incident, extent: Extent, ids: readonly string[]): Telling {
  const acts = actsOf(incident.alerts);
  const byTitle = { ...incident, actors: titleFirst(incident.actors, acts) };
  return {
    titles: titlesOf(incident, acts),
    ids,
    sections: [
      {
        blocks: [
          ...leadOf(incident, acts).map(paragraph),
          { kind: 'facts', facts: [...placeFacts(incident), ...ruleFacts(incident, acts)] },
        ],
      },
      ...who(byTitle, extent),
      ...happened(incident, acts, extent),
      ...section('What it was about', [{ kind: 'list', items: touched(incident, extent.entities) }]),
      ...whatToDo(news.rules, incident, acts, extent),
      ...section('May be harmless', [{ kind: 'list', items: harmless(news.rules, incident) }]),
      ...whereToLook(byTitle, extent.queried),
      ...ifNormal(incident, acts, news.at),
    ],
  };
}

function ofSeveral(news: IncidentNews, extent: Extent, ids: readonly string[]): Telling {
  const { incidents } = news;
  const shown = incidents.slice(0, extent.incidents);
  const more = incidents.length - shown.length;
  const clusters = clustersOf(incidents);
  const [worst] = incidents;
  const alerts = counted(ids.length, 'new alert');
  const lines = shown.map((incident) => digestLine(incident, actsOf(incident.alerts)));
  return {
    titles: [
      `${incidents.length} incidents, ${alerts}${clusters === '' ? '' : ` (${clusters})`}`,
      `${incidents.length} incidents, ${alerts}`,
    ],
    ids,
    sections: [
      {
        blocks: [
          paragraph(
            `There is news of ${incidents.length} incidents, ${alerts} in all. The most severe comes first.`,
          ),
        ],
      },
      ...section('Incidents', [
        { kind: 'list', items: lines, start: 1 },
        ...(more > 0 ? [paragraph(`And ${counted(more, 'more incident')}.`)] : []),
      ]),
      ...(worst === undefined
        ? []
        : whatToDo(news.rules, worst, actsOf(worst.alerts), { ...extent, guides: 1 })),
      ...(worst === undefined ? [] : whereToLook(worst)),
    ],
  };
}

function placeFacts(incident: Incident): readonly Fact[] {
  const known = incident.places.filter(({ cluster }) => cluster !== undefined);
  const places = (known.length > 0 ? known : incident.places).slice(0, 3).map(placeText);
  const more = known.length - 3;
  const tactics = incident.tactics.slice(0, 14).map(({ name }) => shortened(name, 60));
  return [
    ['Severity', incident.severity],
    ...(places.length === 0
      ? []
      : [['Cluster', `${places.join('; ')}${more > 0 ? ` and ${more} more` : ''}`] as const]),
    ...(tactics.length === 0 ? [] : [['ATT&CK', tactics.join(', ')] as const]),
    ['Incident', incident.id],
  ];
}

function placeText({ cluster, account, region }: ClusterPlace): string {
  const where = [
    ...(account === undefined ? [] : [`account ${shownName(account, 64)}`]),
    ...(region === undefined ? [] : [shownName(region, 64)]),
  ];
  const name = cluster === undefined ? 'not known' : shownName(cluster, 100);
  return where.length === 0 ? name : `${name} (${where.join(', ')})`;
}

/** Of one act there is no more to list than what it is called. */
function ruleFacts(incident: Incident, acts: readonly ToldAct[]): readonly Fact[] {
  const [act] = acts;
  return act !== undefined && isOne(incident, acts) ? [['Rule', rulesLine(act.rules)]] : [];
}

/** Who the message is called after comes first, then who acted first. */
function titleFirst(actors: readonly Actor[], acts: readonly ToldAct[]): readonly Actor[] {
  const { kind, name } = titleAct(acts)?.actor ?? {};
  const isOfTitle = (actor: Actor) => actor.kind === kind && actor.name === name;
  return [...actors.filter(isOfTitle), ...actors.filter((actor) => !isOfTitle(actor))];
}

function who(incident: Incident, { actors }: Extent): readonly Section[] {
  const shown = incident.actors.slice(0, actors);
  const more = incident.actors.length - shown.length + incident.leftOut.actors;
  return section('Who', [
    ...shown.map((actor): Block => ({ kind: 'facts', facts: factsOf(actor) })),
    ...(more > 0 ? [paragraph(`And ${more} more.`)] : []),
  ]);
}

function happened(incident: Incident, acts: readonly ToldAct[], extent: Extent): readonly Section[] {
  // The lead has said it all.
  if (isOne(incident, acts)) return [];
  const isUpdate = incident.told !== undefined;
  const news = isUpdate ? acts.filter(({ isNew }) => isNew) : acts;
  const before = isUpdate ? acts.filter(({ isNew }) => !isNew) : [];
  const on = day((news[0] ?? acts[0])?.at ?? incident.first);
  const [newer, newerLeft] = chosen(news, extent.acts);
  const [older, olderLeft] = chosen(before, Math.max(3, Math.floor(extent.acts / 2)));
  // What the incident itself has no room for is counted in alerts.
  const missing =
    incident.leftOut.alerts > 0 ? [`${counted(incident.leftOut.alerts, 'more alert')} not listed`] : [];
  return [
    ...section(`${isUpdate ? 'What is new' : 'What happened'} (UTC, ${on})`, [
      { kind: 'list', items: lines(newer, on) },
      ...andMore(newerLeft, older.length === 0 ? missing : []),
    ]),
    ...(older.length === 0
      ? []
      : section(newer.length === 0 ? `What happened (UTC, ${on})` : 'Before that', [
          { kind: 'list', items: lines(older, on) },
          ...andMore(olderLeft, missing),
        ])),
  ];
}

function andMore(acts: number, missing: readonly string[]): readonly Block[] {
  const parts = [...(acts > 0 ? [counted(acts, 'more act')] : []), ...missing];
  return parts.length === 0 ? [] : [paragraph(`And ${parts.join('; ')}.`)];
}

/** From where and with what is said once, and again where it changes. */
function lines(acts: readonly ToldAct[], on: string): readonly string[] {
  const said = new Map<string, string>();
  return acts.map((act) => {
    const key = JSON.stringify([act.actor.kind, act.actor.name]);
    const isOther = said.get(key) !== act.whence;
    said.set(key, act.whence);
    return actLine(act, (at) => clockOn(at, on), isOther);
  });
}

function touched({ entities, leftOut }: Incident, limit: number): readonly string[] {
  const byResource = new Map<string, Entity[]>();
  for (const entity of entities) {
    // Who only asks touches nothing.
    if (entity.name === undefined && entity.resource.endsWith('reviews')) continue;
    byResource.set(entity.resource, [...(byResource.get(entity.resource) ?? []), entity]);
  }
  const all = [...byResource].map(([resource, some]) => {
    const names = [...new Set(some.map(entityName))];
    const more = names.length - limit;
    return `${shownName(resource, 60)}: ${names.slice(0, limit).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  });
  return leftOut.entities > 0 ? [...all.slice(0, 20), `${leftOut.entities} more objects`] : all.slice(0, 20);
}

function entityName({ resource, namespace, name }: Entity): string {
  if (name !== undefined && resource === 'namespaces') return shownName(name, 120);
  if (name !== undefined) return shownName(namespace === undefined ? name : `${namespace}/${name}`, 120);
  return namespace === undefined ? 'all of the cluster' : `all in namespace ${shownName(namespace, 80)}`;
}

/** Rules often share what is to be done: it is told once. That of the act in the title comes first. */
function whatToDo(
  rules: readonly RuleText[],
  incident: Incident,
  acts: readonly ToldAct[],
  extent: Extent,
): readonly Section[] {
  // Building blocks are told for context.
  const blocks = new Set(
    incident.alerts.flatMap(({ buildingBlock, rule }) => (buildingBlock ? rule.id : [])),
  );
  const ids = new Set(incident.rules.flatMap(({ id }) => (blocks.has(id) ? [] : id)));
  const ofMain = new Set(titleAct(acts)?.rules.map(({ name }) => name));
  const inTurn = rules.toSorted((a, b) => Number(ofMain.has(b.name)) - Number(ofMain.has(a.name)));
  const notes = new Map<string, RuleText>();
  for (const rule of inTurn) {
    if (rule.note !== undefined && ids.has(rule.id) && !notes.has(rule.note)) notes.set(rule.note, rule);
  }
  return [...notes].slice(0, extent.guides).flatMap(([note, rule]) => {
    const told: Block[] = [];
    let room = extent.steps;
    for (const { heading, lines: all } of guideOf(note)) {
      const some = all.slice(0, room);
      room -= some.length;
      if (some.length === 0) break;
      if (heading !== undefined) told.push(paragraph(`${shortened(heading, 100)}:`));
      told.push(...inOrder(some));
    }
    return section(`What to do about ${shortened(rule.name, 80)}`, told);
  });
}

function inOrder(all: readonly { readonly text: string; readonly isStep: boolean }[]): readonly Block[] {
  const blocks: Block[] = [];
  let steps: string[] = [];
  let number = 1;
  const flush = () => {
    if (steps.length > 0) blocks.push({ kind: 'list', items: steps, start: number });
    number += steps.length;
    steps = [];
  };
  for (const { text, isStep } of all) {
    if (isStep) {
      steps.push(text);
      continue;
    }
    flush();
    blocks.push(paragraph(text));
  }
  flush();
  return blocks;
}

function harmless(rules: readonly RuleText[], { rules: own }: Incident): readonly string[] {
  const ids = new Set(own.map(({ id }) => id));
  const all = rules.filter(({ id }) => ids.has(id)).flatMap(({ falsePositives }) => falsePositives);
  const texts = all.map((text) => shortened(text.replace(/\s+/g, ' ').trim(), 300)).filter(Boolean);
  return [...new Set(texts)].slice(0, 4);
}

function whereToLook(incident: Incident, queried = queriedActors): readonly Section[] {
  const searches = searchesOf(incident, queried);
  const sources = [
    ...new Set(incident.alerts.flatMap(({ event }) => (event === undefined ? [] : [event.source]))),
  ].slice(0, 3);
  if (searches.length === 0) {
    return section('Where to look', [
      { kind: 'list', items: sources.map((source) => `The events are in ${shown(source, 600)}`) },
    ]);
  }
  return section(
    'Where to look',
    searches.flatMap(
      ({ logGroup, account, region, query, isOfActors, start, end, url }): readonly Block[] => [
        paragraph(
          `${isOfActors ? `All that ${namesOf(incident, queried)} did` : 'All requests of that time'}: Logs Insights, log group ${logGroup} in ${[region, account === undefined ? undefined : `account ${shownName(account, 20)}`].filter(Boolean).join(', ')}, from ${moment(start)} to ${moment(end)}.`,
        ),
        { kind: 'code', text: query },
        { kind: 'link', text: 'Open it in the console', url },
      ],
    ),
  );
}

function namesOf({ actors, leftOut }: Incident, queried: number): string {
  const [first, ...others] = actors;
  if (first === undefined) return 'they';
  if (actors.length + leftOut.actors > queried) return listed(actors.slice(0, queried).map(shortName));
  return others.length === 0 ? shortName(first) : `${shortName(first)} and the others`;
}

function ifNormal(incident: Incident, acts: readonly ToldAct[], now: number): readonly Section[] {
  const act = titleAct(acts);
  const exception = act === undefined ? undefined : exceptionFor(incident, act, now);
  if (exception === undefined) return [];
  return section('If it is normal', [
    paragraph(
      'When you know who it was and why, this exception keeps the like quiet. Narrow it down, say the reason and who answers for it, and put it into a file of exceptions (docs/exceptions.md).',
    ),
    { kind: 'code', text: exception },
  ]);
}

/** @returns what is told at the end of a message about one incident */
export function closingOf(news: IncidentNews): string {
  const [incident, ...others] = news.incidents;
  return incident === undefined || others.length > 0 ? '' : toldLine(incident);
}
