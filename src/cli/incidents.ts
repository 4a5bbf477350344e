/** `harrier incidents`: what people would be told of alerts. */
import { createReadStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { arrived } from '../incident/board.ts';
import type { IncidentNews } from '../incident/incident.ts';
import { AlertShapeError, type ReadAlert, readAlert } from '../incident/read-alert.ts';
import { rehearse } from '../incident/rehearse.ts';
import { renderIncidentChat } from '../incident/telling/render-chat.ts';
import { renderIncidentEmail } from '../incident/telling/render-email.ts';
import { moment } from '../incident/telling/when.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { count } from './count.ts';
import { incidentPage } from './html/incident.ts';
import { explain } from './inputs.ts';
import { CannotWriteError } from './trouble.ts';
import { parse } from './usage.ts';
import { writeWhole } from './whole-file.ts';

const help = `harrier incidents: what people would be told of alerts

Usage: harrier incidents [OPTION…] [FILE]

FILE has alerts, one a line, as \`harrier replay --output ndjson\` writes them and as they arrive in a queue; without
it they are read from standard input. They are joined to incidents as a deployment joins them, as if each had come when
its event happened. Nobody is told.

  --output DIR      write each message into DIR: as an e-mail (.txt), for chat (.json) and as a page (.html)
  --text            print the e-mails, not only their subjects

Example: harrier replay --sample --output ndjson | harrier incidents --output told
Exit code: 0 ran, 1 a line is no alert (the others were taken) or a file could not be read or written, 2 wrong usage.
`;

const options = { output: { type: 'string' }, text: { type: 'boolean', default: false } } as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  const [path, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`one file has the alerts; found ${positionals.length}`);
  if (values.output === '') throw new UsageError('`--output` takes the name of a folder; found none');
  const { alerts, problems } = await readAlerts(path);
  for (const problem of problems.slice(0, mostProblems)) process.stderr.write(`${problem}\n`);
  if (problems.length > mostProblems)
    process.stderr.write(
      `and ${count(problems.length - mostProblems, 'more line that is', 'more lines that are')} no alert\n`,
    );
  const all = rehearse(alerts.map(arrived));
  for (const [i, news] of all.entries()) {
    const { subject, body } = renderIncidentEmail(news);
    process.stdout.write(`${moment(news.at)}  ${subject}\n${values.text ? `\n${body}\n` : ''}`);
    if (values.output !== undefined) writeNews(values.output, i + 1, news);
  }
  const incidents = new Set(all.flatMap((news) => news.incidents.map(({ id }) => id))).size;
  const low = all.filter((news) => news.incidents[0]?.severity === 'low').length;
  process.stderr.write(
    `\n${count(alerts.length, 'alert')}, ${count(incidents, 'incident')}, ${count(all.length, 'message')}, ${low} of them of low severity\n`,
  );
  return problems.length > 0 ? ExitCode.unusable : ExitCode.ran;
}

const mostProblems = 5;

async function readAlerts(
  path: string | undefined,
): Promise<{ readonly alerts: readonly ReadAlert[]; readonly problems: readonly string[] }> {
  const alerts: ReadAlert[] = [];
  const problems: string[] = [];
  const name = path ?? 'standard input';
  const input = path === undefined ? process.stdin : createReadStream(path);
  // Without waiting for it the error would end the process.
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => {});
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  try {
    await Promise.race([
      failed,
      (async () => {
        for await (const line of lines) {
          number++;
          if (line.trim() === '') continue;
          try {
            alerts.push(readAlert(line));
          } catch (error) {
            if (!(error instanceof AlertShapeError)) throw error;
            problems.push(`${name}:${number}: ${error.message}`);
          }
        }
      })(),
    ]);
  } catch (error) {
    problems.push(`${name}: ${explain(error)}`);
  }
  return { alerts, problems };
}

/** @throws CannotWriteError */
function writeNews(folder: string, number: number, news: IncidentNews): void {
  const { subject, body } = renderIncidentEmail(news);
  const name = join(folder, String(number).padStart(3, '0'));
  const files = {
    txt: `Subject: ${subject}\n\n${body}`,
    json: `${JSON.stringify(JSON.parse(renderIncidentChat(news)), undefined, 2)}\n`,
    html: incidentPage(news),
  };
  for (const [extension, text] of Object.entries(files)) {
    const path = `${name}.${extension}`;
    try {
      mkdirSync(folder, { recursive: true });
      writeWhole(path, text);
    } catch (error) {
      throw new CannotWriteError(path, error, 'name another folder');
    }
  }
}

export const incidents: Command = {
  name: 'incidents',
  summary: 'what people would be told of alerts',
  help,
  run,
};
