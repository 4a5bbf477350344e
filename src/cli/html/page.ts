/** What every page has around it: one file that loads nothing, in the reader's light or dark, and prints. */
import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';
import { style as base } from './style.ts';

export interface Page {
  readonly title: string;
  /** Beside that of all pages. */
  readonly style?: string;
  /** Runs when the page is there; the page has to be of use without it. */
  readonly script?: string;
  readonly body: Html;
}

/**
 * The policy allows the page's own style and script, which it knows by their hashes, and nothing else: what came in by a
 * value would neither run nor be loaded. https://www.w3.org/TR/CSP3/
 * @returns the text of the file
 */
export function page({ title, style = '', script, body }: Page): string {
  const css = base + style;
  const policy = [
    "default-src 'none'",
    `style-src ${hash(css)}`,
    ...(script === undefined ? [] : [`script-src ${hash(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${element('style', css)}
</head>
<body>
${body}
${script !== undefined && element('script', script)}
</body>
</html>
`.text
  }`;
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** @param text written by us: what is in such an element cannot be escaped */
function element(name: 'style' | 'script', text: string): Html {
  if (/<\/|<!--/.test(text)) throw new TypeError(`a ${name} with an end of an element in it`);
  return new Html(`<${name}>${text}</${name}>`);
}
