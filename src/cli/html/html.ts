/** HTML as a template: what is put in is text, unless it is HTML that was made in the same way. */
import { htmlEscape } from 'escape-goat';
import { visible } from '../../text/visible.ts';

/** HTML that stands in a page as it is. Only `html` makes it, and no value that was read from somewhere is one. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | false | undefined | readonly Part[];

/**
 * Every character of a text that is put in is shown (`visible`), and none is markup: in an element, or in an attribute
 * whose value is quoted. Lists are put in one after the other; false and undefined are nothing.
 * @throws TypeError at an attribute without quotes, where a text could add others
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  for (const [i, part] of parts.entries()) {
    if (text.endsWith('=')) throw new TypeError(`an attribute without quotes: ${text.slice(-40)}`);
    text += rendered(part) + (strings[i + 1] ?? '');
  }
  return new Html(text);
}

function rendered(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(rendered).join('');
  return htmlEscape(visible(String(part)));
}

/**
 * A text that somebody else wrote. What stands beside it keeps its place also where the text is written from right to
 * left.
 */
export function foreign(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}
