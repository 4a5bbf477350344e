/**
 * News of incidents for Slack and Microsoft Teams, by Amazon Q Developer in chat applications.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
import { literal } from '../../alert/render-chat.ts';
import type { IncidentNews } from '../incident.ts';
import type { Block, Section, Telling } from './section.ts';
import { shown } from './shown.ts';
import { type Extent, tell } from './tell.ts';

const extent: Extent = { acts: 6, actors: 2, entities: 3, guides: 1, steps: 3, incidents: 10, queried: 2 };

/** A text of Slack's has 3,000 characters, a title 150: https://docs.slack.dev/reference/block-kit/blocks */
const descriptionLimit = 2900;
const titleLimit = 150;
/** Of the link to the console, which is told whole or not at all. */
const linkLimit = 1600;
const lineLimit = 500;
const stepLimit = 250;

/** Sections that are told; the others are for those who sit down to it. */
const told = /^(?:Who$|What happened|What is new|Incidents)/;
const steps = /^What to do/;

/** Facts that there is no room for: the first is in the title. */
const lessTold: ReadonlySet<string> = new Set(['Severity', 'ATT&CK']);

/**
 * @returns JSON; news of one incident is in one thread, where the channel has threads switched on, and news of several
 * in another
 */
export function renderIncidentChat(news: IncidentNews): string {
  const { titles, sections, description } = fitted(news);
  const title = titles.find(({ length }) => length <= titleLimit - 20) ?? titles[0];
  const [incident, ...others] = news.incidents;
  const severity = incident?.severity ?? 'low';
  const next = sections
    .filter(({ heading = '' }) => steps.test(heading))
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'list' ? block.items : [])))
    .slice(0, extent.steps);
  const summary = literal(title, titleLimit);
  const clusters = [
    ...new Set(news.incidents.flatMap(({ places }) => places.flatMap(({ cluster }) => cluster ?? []))),
  ];
  const thread = others.length === 0 ? `incident/${incident?.id ?? ''}` : 'incidents';
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    id: news.id,
    content: {
      textType: 'client-markdown',
      title: literal(`[${severity.toUpperCase()}] ${title}`, titleLimit),
      description: description || summary,
      ...(next.length > 0 && { nextSteps: next.map((step) => literal(step, stepLimit)) }),
      keywords: [severity, ...clusters.slice(0, 3).map((cluster) => literal(shown(cluster, 100)))],
    },
    metadata: {
      threadId: thread,
      summary,
      eventType: 'incident',
      additionalContext: {
        severity,
        incidents: news.incidents
          .slice(0, 20)
          .map(({ id }) => id)
          .join(' '),
      },
    },
  });
}

/** Rather fewer actors than no acts. */
const extents: readonly Extent[] = [
  ...[6, 5, 4, 3].map((acts) => ({ ...extent, acts })),
  ...[3, 2, 1].map((acts) => ({ ...extent, acts, actors: 1, queried: 1 })),
];

/** With as much as there is room for. The link is kept, since it leads to everything else. */
function fitted(news: IncidentNews): Telling & { readonly description: string } {
  for (const [index, each] of extents.entries()) {
    const telling = tell(news, each);
    const all = telling.sections
      .filter(({ heading }) => heading === undefined || told.test(heading))
      .flatMap(lines);
    const link = linkIn(telling.sections);
    const room = descriptionLimit - (link === undefined ? 0 : link.length + 1);
    const length = all.reduce((sum, line) => sum + line.length + 1, 0);
    if (length > room && index < extents.length - 1) continue;
    const description = [...fitting(all, room), ...(link === undefined ? [] : [link])].join('\n').trim();
    return { ...telling, description };
  }
  throw new TypeError('there is no extent');
}

function lines({ heading, blocks }: Section): readonly string[] {
  const body = heading === 'Who' ? blocks.flatMap(actorLines) : blocks.flatMap(blockLines);
  return heading === undefined ? [...body, ''] : [`*${literal(heading, 100)}*`, ...body, ''];
}

/** A line for each: what programs call themselves is told with what they did. */
function actorLines(block: Block): readonly string[] {
  if (block.kind !== 'facts') return blockLines(block);
  const facts = block.facts.filter(([label]) => label !== 'Calls itself');
  return [`• ${literal(facts.map((fact) => fact.join(': ')).join('; '), lineLimit)}`];
}

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case 'paragraph':
      return [literal(block.text, 900)];
    case 'facts':
      return block.facts
        .filter(([label]) => !lessTold.has(label))
        .map(([label, value]) => `*${literal(label)}:* ${literal(value)}`);
    case 'list':
      return block.items.map((item) => `• ${literal(item, lineLimit)}`);
    default:
      return [];
  }
}

/** Made of names that are plain, so it can be a link. */
function linkIn(sections: readonly Section[]): string | undefined {
  return sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === 'link' ? [block.url] : []))
    .find(({ length }) => length <= linkLimit);
}

/** Whole lines, as many as there is room for. */
function fitting(all: readonly string[], limit: number): readonly string[] {
  const kept: string[] = [];
  let room = limit;
  for (const line of all) {
    if (line.length + 1 > room) continue;
    kept.push(line);
    room -= line.length + 1;
  }
  return kept;
}
