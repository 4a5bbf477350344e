/** What has to hold for every message, whatever events say. */
import { parse } from '@iarna/toml';
import { parseKql } from '../../../src/compile/kql/parse.ts';
import type { IncidentNews } from '../../../src/incident/incident.ts';
import { renderIncidentChat } from '../../../src/incident/telling/render-chat.ts';
import { renderIncidentEmail } from '../../../src/incident/telling/render-email.ts';
import { maxMessageBytes } from '../../../src/publish/message.ts';

/** Without the attributes of a message and what SNS puts around it. */
const roomBytes = maxMessageBytes - 8 * 1024;

export function emailProblems(news: IncidentNews): readonly string[] {
  const { subject, body } = renderIncidentEmail(news);
  const ids = news.incidents.flatMap(({ newIds }) => newIds);
  return [
    ...(/^[!-~][ -~]{0,98}$/.test(subject) ? [] : [`subject ${JSON.stringify(subject)}`]),
    ...(/[^\n\P{C}]/u.test(body) ? ['invisible characters'] : []),
    ...(Buffer.byteLength(body) > roomBytes ? [`${Buffer.byteLength(body)} bytes`] : []),
    ...ids.filter((id) => !body.includes(id)).map((id) => `no ${id}`),
    ...(/\d\.\d{6}/.test(times(body)) ? ['microseconds'] : []),
    ...linkProblems(body),
    ...exceptionProblems(body),
  ];
}

/** Of lines that begin with a time. */
function times(body: string): string {
  return [...body.matchAll(/^- [\d:. -]+/gm)].join('\n');
}

/** Links are our own: to the console, and what rules' authors wrote. */
function linkProblems(body: string): readonly string[] {
  return [...body.matchAll(/\b(?!s3:)\w+:\/\/\S*/g)]
    .map(([link]) => link)
    .filter(
      (link) =>
        !/^https?:\/\/(?:[\w-]+\.)*(?:amazon\.com|amazonaws[\w-]*\.(?:com|cn)|example\.com)\//.test(link),
    )
    .map((link) => `link ${link}`);
}

/** What is to be pasted is TOML, with a condition in KQL, once it has a reason and an author. */
function exceptionProblems(body: string): readonly string[] {
  const [, pasted] = /^( {4}\[\[exception\]\]\n(?: {4}.*\n)+)/m.exec(body) ?? [];
  if (pasted === undefined) return [];
  const { exception } = parse(pasted.replaceAll('= ""', '= "x"')) as unknown as {
    exception: readonly Record<string, unknown>[];
  };
  const [only, ...others] = exception;
  const names = Object.keys(only ?? {})
    .sort()
    .join();
  const condition = parseKql(String(only?.condition));
  return [
    ...('ast' in condition ? [] : [`a condition that is no KQL: ${only?.condition}`]),
    ...(others.length === 0 ? [] : ['several exceptions']),
    ...(names === 'author,condition,expires,reason,rules' ? [] : [`an exception with ${names}`]),
  ];
}

export function chatProblems(news: IncidentNews): readonly string[] {
  const text = renderIncidentChat(news);
  const { version, source, content, metadata } = JSON.parse(text);
  // The address of the console is the only thing that is as it is.
  const own = content.description.replace(/^https:\/\/\S+$/m, '');
  const values = [content.title, own, ...(content.nextSteps ?? []), ...content.keywords, metadata.summary];
  return [
    ...(version === '1.0' && source === 'custom' ? [] : ['envelope']),
    ...(content.title === '' || content.title.length > 150 ? [`title of ${content.title.length}`] : []),
    ...(content.description === '' || content.description.length > 3000
      ? [`description of ${content.description.length}`]
      : []),
    ...(Buffer.byteLength(text) > 28 * 1024 ? [`${Buffer.byteLength(text)} bytes`] : []),
    ...values.flatMap((value: string) => markProblems(value)),
    ...(/[^\n\P{C}]/u.test(content.description) ? ['invisible characters'] : []),
  ];
}

function markProblems(value: string): readonly string[] {
  const withoutOwn = value.replace(/^\*[^*]+\*/gm, '');
  return /[<>`*~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\]\(|(?<![\w.])@\w|\w:\/\/(?!example\.com)/u.test(
    withoutOwn,
  )
    ? [`marks in ${value}`]
    : [];
}
