/** What a replay says at its end. */
import type { Alert } from '../alert/alert.ts';
import type { SkippedRule } from '../compile/compile.ts';
import type { SkipReason, UndecodableRecord } from '../decode/batch.ts';
import { type Arrived, arrived } from '../incident/board.ts';
import { severityRank } from '../incident/incident.ts';
import { readAlertDocument } from '../incident/read-alert.ts';
import { rehearse } from '../incident/rehearse.ts';
import type { MatchFailure, RuleWarning } from '../match/match.ts';
import type { Summary } from '../pipeline.ts';
import type { Severity } from '../rule.ts';
import { visible } from '../text/visible.ts';
import { count } from './count.ts';
import type { InputProblem } from './inputs.ts';
import { note, rest, shown, type Tally } from './tally.ts';
import { Undecodable } from './undecodable.ts';

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

type Noun = readonly [one: string, several: string];

const passedOver: Readonly<Record<SkipReason, Noun>> = {
  'control-message': ['control message of CloudWatch Logs', 'control messages of CloudWatch Logs'],
  'not-an-audit-stream': ['record of another log stream', 'records of other log streams'],
};

/** What the replay was made with. */
export interface Ran {
  readonly rules: number;
  /** How many are applied to the rules. */
  readonly exceptions: number;
  readonly skipped: readonly SkippedRule[];
  /** Problems of rules and exceptions that were printed already. */
  readonly errors: number;
}

/** Of more alerts it is not worked out what people would be told: each is kept until the end. */
const mostRehearsed = 20_000;

export class Report {
  readonly #ran: Ran;
  readonly #started = performance.now();
  readonly #alerts = new Map<string, { name: string; severity: Severity; alerts: number }>();
  readonly #undecodable = new Undecodable();
  readonly #failures: Tally<MatchFailure> = { count: 0, examples: [] };
  readonly #warnings = new Map<string, RuleWarning & { count: number }>();
  readonly #skipped = new Map<SkipReason, number>();
  readonly #arrived: Arrived[] = [];
  #events = 0;
  #partial = 0;

  constructor(ran: Ran) {
    this.#ran = ran;
  }

  add({ events, partial, skipped }: Summary): void {
    this.#events += events;
    this.#partial += partial;
    for (const [reason, records] of Object.entries(skipped) as [SkipReason, number][]) {
      this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + records);
    }
  }

  addAlert(alert: Alert): void {
    const { rule, harrier } = alert;
    if (this.#arrived.length <= mostRehearsed) this.#arrived.push(arrived(readAlertDocument(alert)));
    const known = this.#alerts.get(rule.id) ?? { name: rule.name, severity: harrier.severity, alerts: 0 };
    known.alerts++;
    this.#alerts.set(rule.id, known);
  }

  addUndecodable(record: UndecodableRecord): void {
    this.#undecodable.add(record);
  }

  addFailure(failure: MatchFailure): void {
    note(this.#failures, failure);
  }

  addWarning(warning: RuleWarning): void {
    const { rule, place, reason, count: times } = warning;
    const key = JSON.stringify([rule.id, place, reason]);
    const known = this.#warnings.get(key);
    if (known === undefined) this.#warnings.set(key, { ...warning });
    else known.count += times;
  }

  /**
   * @param inputs how many files were read
   * @param unusable what could not be read, or not to its end
   * @returns sections between blank lines; what went wrong comes last, where it is seen
   */
  render(inputs: number, unusable: readonly InputProblem[]): string {
    const sections = [
      this.#totals(inputs),
      this.#alertLines(),
      this.#toldLines(),
      this.#undecodable.lines(),
      skippedRuleLines(this.#ran.skipped),
      this.#warningLines(),
      this.#failureLines(),
      this.#unusableLines(unusable),
    ];
    return `\n${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => `${lines.join('\n')}\n`)
      .join('\n')}`;
  }

  #totals(inputs: number): readonly string[] {
    const seconds = Math.max((performance.now() - this.#started) / 1000, 0.001);
    const { rules, exceptions } = this.#ran;
    return [
      [
        `${count(this.#events, 'event')} in ${count(inputs, 'file')}`,
        count(rules, 'rule') + (exceptions === 0 ? '' : ` with ${count(exceptions, 'exception')}`),
        `${seconds.toFixed(1)} s (${count(Math.round(this.#events / seconds), 'event')} a second)`,
      ].join(', '),
      ...(this.#partial > 0
        ? [`  ${count(this.#partial, 'event')} matched by what is left: cut, or nested too deep`]
        : []),
      ...[...this.#skipped].map(
        ([reason, records]) => `  ${count(records, ...passedOver[reason])} passed over`,
      ),
    ];
  }

  /** By the defaults of a deployment: e-mail is from medium severity on. */
  #toldLines(): readonly string[] {
    if (this.#arrived.length === 0 || this.#arrived.length > mostRehearsed) return [];
    const isTold = ({ severity }: { readonly severity: Severity }) =>
      severityRank(severity) >= severityRank('medium');
    const emails = rehearse(this.#arrived).filter(({ incidents }) => incidents.some(isTold));
    const told = emails.flatMap(({ incidents }) => incidents.filter(isTold));
    const merged = new Set(told.flatMap((each) => each.merged));
    const incidents = new Set(told.map(({ id }) => id)).difference(merged).size;
    if (emails.length === 0)
      return ['People would get no e-mail about these: none is of medium severity or above'];
    return [
      `People would get ${count(emails.length, 'e-mail')} about these, of ${count(incidents, 'incident')} of medium severity or above`,
    ];
  }

  #alertLines(): readonly string[] {
    const rules = [...this.#alerts.values()].sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.alerts - a.alerts ||
        (a.name < b.name ? -1 : 1),
    );
    if (rules.length === 0) return ['No alerts'];
    const alertsOf = (of: typeof rules): number => of.reduce((sum, { alerts }) => sum + alerts, 0);
    const bySeverity = severities.flatMap((severity) => {
      const alerts = alertsOf(rules.filter((each) => each.severity === severity));
      return alerts === 0 ? [] : [`${number(alerts)} ${severity}`];
    });
    const width = number(Math.max(...rules.map(({ alerts }) => alerts))).length;
    return [
      `${count(alertsOf(rules), 'alert')} of ${count(rules.length, 'rule')}: ${bySeverity.join(', ')}`,
      ...rules.map(
        ({ alerts, severity, name }) =>
          `  ${number(alerts).padStart(width)}  ${severity.padEnd(8)}  ${visible(name)}`,
      ),
    ];
  }

  #warningLines(): readonly string[] {
    const all = [...this.#warnings.values()].sort((one, other) => other.count - one.count);
    const times = all.reduce((sum, { count }) => sum + count, 0);
    if (times === 0) return [];
    const examples = all.slice(0, shown);
    return [
      `${count(times, 'value')} that rules could not compute, and took for null`,
      ...examples.map(
        (each) =>
          `  ${number(each.count)}: ${visible(each.rule.name)}, query:${each.place}: ${visible(each.reason)}`,
      ),
      ...rest(all.length, examples, '  '),
    ];
  }

  #failureLines(): readonly string[] {
    const { count: failures, examples } = this.#failures;
    if (failures === 0) return [];
    return [
      `${count(failures, 'failure')} of rules, which is a fault in Harrier: please report it`,
      ...examples.map(({ rule, event, error }) => {
        const place = visible(`${event.origin.source}:${event.position}`);
        return `  ${visible(rule.name)} on ${place}: ${visible(String(error))}`;
      }),
      ...rest(failures, examples, '  '),
    ];
  }

  #unusableLines(unusable: readonly InputProblem[]): readonly string[] {
    const { errors } = this.#ran;
    return [
      ...unusable.map(({ path, message }) => `${visible(path)}: ${visible(message)}`),
      ...(errors > 0
        ? [`${count(errors, 'error')} in rules, shown above; a rule with an error did not run`]
        : []),
    ];
  }
}

interface SkippedRuleStyle {
  /** What is said of their number. */
  readonly heading: string;
  /** How many of each reason are listed; all are counted. */
  readonly limit: number;
  /** What each is listed by. */
  readonly by: 'name' | 'path';
}

/** Rules that did not run, by reason. */
export function skippedRuleLines(
  skipped: readonly SkippedRule[],
  { heading, limit, by }: SkippedRuleStyle = { heading: 'did not run', limit: shown, by: 'name' },
): readonly string[] {
  if (skipped.length === 0) return [];
  const byReason = [...Map.groupBy(skipped, ({ reason }) => reason)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  return [
    `${count(skipped.length, 'rule')} ${heading}`,
    ...byReason.flatMap(([reason, rules]) => {
      const examples = rules.slice(0, limit);
      return [
        `  ${number(rules.length)}: ${visible(reason)}`,
        ...examples.map((rule) => `    ${visible(by === 'path' ? placed(rule) : rule.name)}`),
        ...rest(rules.length, examples, '    '),
      ];
    }),
  ];
}

function placed({ path, place }: SkippedRule): string {
  return place === undefined ? path : `${path}:${place}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
