/**
 * News of incidents for Slack and Microsoft Teams, by Amazon Q Developer in chat applications.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
import { literal } from '../../alert/render-chat.ts';
import type { IncidentNews } from '../incident.ts';
import type { Block, Section } from './section.ts';
import { shown } from './shown.ts';
import { type Extent, tell } from './tell.ts';

const extent: Extent = { acts: 6, actors: 2, entities: 3, guides: 1, steps: 3, incidents: 10 };

/** A text of Slack's has 3,000 characters, a title 150: https://docs.slack.dev/reference/block-kit/blocks */
const descriptionLimit = 2900;
const titleLimit = 150;
const lineLimit = 500;
const stepLimit = 250;

/** Sections that are told; the others are for those who sit down to it. */
const told = /^(?:What happened|What is new|Incidents)/;
const steps = /^What to do/;

/**
 * @returns JSON; news of one incident is in one thread, where the channel has threads switched on, and news of several
 * in another
 */
export function renderIncidentChat(news: IncidentNews): string {
  const { titles, sections } = tell(news, extent);
  const title = titles.find(({ length }) => length <= titleLimit - 20) ?? titles[0];
  const [incident, ...others] = news.incidents;
  const severity = incident?.severity ?? 'low';
  const description = fitting([
    ...sections.filter(({ heading }) => heading === undefined || told.test(heading)).flatMap(lines),
    ...links(sections),
  ]);
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

function lines({ heading, blocks }: Section): readonly string[] {
  const body = blocks.flatMap(blockLines);
  return heading === undefined ? [...body, ''] : [`*${literal(heading, 100)}*`, ...body, ''];
}

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case 'paragraph':
      return [literal(block.text, 900)];
    case 'facts':
      return block.facts.map(([label, value]) => `*${literal(label)}:* ${literal(value)}`);
    case 'list':
      return block.items.map((item) => `• ${literal(item, lineLimit)}`);
    default:
      return [];
  }
}

/** Made of names that are plain, so they can be links. */
function links(sections: readonly Section[]): readonly string[] {
  return sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === 'link' ? [block.url] : []))
    .slice(0, 1);
}

/** Whole lines, as many as there is room for. */
function fitting(all: readonly string[]): string {
  const kept: string[] = [];
  let room = descriptionLimit;
  for (const line of all) {
    if (line.length + 1 > room) continue;
    kept.push(line);
    room -= line.length + 1;
  }
  return kept.join('\n').trim();
}
