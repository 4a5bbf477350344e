/** What the author of a rule says to do, as plain text: notes are Markdown, which mail clients show as it is written. */
import { lexer, type Token, type Tokens } from 'marked';
import { visible } from '../../text/visible.ts';

/** A part of a note, with its heading if it has one. */
export interface GuideSection {
  readonly heading?: string;
  /** Paragraphs and items of lists, in order; of numbered lists the items are steps. */
  readonly lines: readonly { readonly text: string; readonly isStep: boolean }[];
}

const lineLimit = 600;

/** @returns sections that have something in them */
export function guideOf(note: string): readonly GuideSection[] {
  const sections: { heading?: string; lines: { text: string; isStep: boolean }[] }[] = [{ lines: [] }];
  for (const token of lexer(note)) {
    if (token.type === 'heading') sections.push({ heading: plain(token), lines: [] });
    else sections.at(-1)?.lines.push(...linesOf(token));
  }
  return sections.filter(({ lines }) => lines.length > 0);
}

function linesOf(token: Token): { text: string; isStep: boolean }[] {
  switch (token.type) {
    case 'list':
      return (token as Tokens.List).items.flatMap(({ tokens }) => {
        const nested = tokens.filter(({ type }) => type === 'list');
        const own = tokens.filter(({ type }) => type !== 'list');
        return [line(own.map(plain).join(' '), true), ...nested.flatMap(linesOf)];
      });
    case 'blockquote':
      return ((token as Tokens.Blockquote).tokens ?? []).flatMap(linesOf);
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].map((cells) => line(cells.map(plain).join(', '), false));
    }
    case 'space':
    case 'hr':
    case 'def':
      return [];
    default:
      return [line(plain(token), false)].filter(({ text }) => text !== '');
  }
}

function line(text: string, isStep: boolean): { text: string; isStep: boolean } {
  const shown = visible(text.replace(/\s+/g, ' ').trim());
  return {
    text: shown.length <= lineLimit ? shown : `${shown.slice(0, lineLimit - 1).toWellFormed()}…`,
    isStep,
  };
}

/** A token's text without its marks. A link says where it leads, if its text does not. */
function plain(token: Token | Tokens.TableCell): string {
  if ('type' in token && token.type === 'link') {
    const { href, tokens } = token as Tokens.Link;
    const text = tokens.map(plain).join('');
    return text === href || !/^https?:/.test(href) ? text : `${text} (${href})`;
  }
  if ('tokens' in token && token.tokens !== undefined && token.tokens.length > 0)
    return token.tokens.map(plain).join('');
  return 'type' in token && token.type === 'br' ? ' ' : 'text' in token ? String(token.text) : '';
}
