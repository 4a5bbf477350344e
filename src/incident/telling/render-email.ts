/** News of incidents as an e-mail: plain text, because SNS sends nothing else. */
import { clippedAscii } from '../../alert/glance.ts';
import type { IncidentNews } from '../incident.ts';
import type { Block, Section, Telling } from './section.ts';
import { closingOf, type Extent, tell } from './tell.ts';

export interface Email {
  /** ASCII of less than 100 characters, which begins with the severity in brackets. */
  readonly subject: string;
  readonly body: string;
}

const extent: Extent = { acts: 15, actors: 4, entities: 6, guides: 2, steps: 12, incidents: 40 };

/**
 * SNS takes subjects of less than 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const subjectLimit = 99;

/**
 * Lines are as long as sentences are, for the reader's own screen to wrap. Every character is visible, so that no value
 * of an event adds a line. Every id of `newIds` is in it; up to 5,000 of them fit into a message of SNS.
 */
export function renderIncidentEmail(news: IncidentNews): Email {
  const { titles, sections, ids } = tell(news, extent);
  const severity = news.incidents[0]?.severity ?? 'low';
  const isUpdate = news.incidents.length === 1 && news.incidents[0]?.told !== undefined;
  const head = `[${severity.toUpperCase()}] ${isUpdate ? 'Update, ' : ''}`;
  return {
    subject: head + subjectOf(titles, subjectLimit - head.length),
    body: [...sections.map(sectionText), closingOf(news), idsText(ids), `Message: ${news.id}`]
      .filter((text) => text !== '')
      .join('\n\n')
      .concat('\n'),
  };
}

/** The longest that fits. */
function subjectOf(titles: Telling['titles'], room: number): string {
  const all = titles.map((title) => clippedAscii(title, 1000));
  return all.find(({ length }) => length <= room) ?? clippedAscii(titles.at(-1) ?? '', room);
}

function sectionText({ heading, blocks }: Section): string {
  const text = blocks.reduce((before, block) => {
    // What introduces a list stands on it.
    const gap = block.kind === 'list' && before.endsWith(':') ? '\n' : '\n\n';
    return before === '' ? blockText(block) : `${before}${gap}${blockText(block)}`;
  }, '');
  return heading === undefined ? text : `${heading}\n${'-'.repeat(Math.min(heading.length, 72))}\n${text}`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'facts':
      return block.facts.map(([label, value]) => `${label}: ${value}`).join('\n');
    case 'list':
      return block.items
        .map((item, i) => `${block.start === undefined ? '-' : `${block.start + i}.`} ${item}`)
        .join('\n');
    case 'code':
      return block.text.replace(/^/gm, '    ');
    case 'link':
      return `${block.text}:\n${block.url}`;
  }
}

function idsText(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  return `${ids.length === 1 ? 'Alert' : 'Alerts'} told of here for the first time: ${ids.join(' ')}`;
}
