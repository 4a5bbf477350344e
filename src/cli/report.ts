/** What a replay says at its end. */
import type { Alert } from '../alert/alert.ts';
import { visible } from '../alert/visible.ts';
import type { SkippedRule } from '../compile/compile.ts';
import type { UndecodableRecord } from '../decode/batch.ts';
import type { MatchFailure } from '../match/match.ts';
import type { Summary } from '../pipeline.ts';
import type { Severity } from '../rule.ts';

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
/** Of each reason so many records are shown; all are counted. */
const shown = 3;

export class Report {
  readonly #skippedRules: readonly SkippedRule[];
  readonly #started = performance.now();
  readonly #rules = new Map<string, { name: string; severity: Severity; alerts: number }>();
  readonly #undecodable = new Map<string, { count: number; examples: UndecodableRecord[] }>();
  readonly #failures: MatchFailure[] = [];
  readonly #skipped = new Map<string, number>();
  #events = 0;
  #partial = 0;

  constructor(skippedRules: readonly SkippedRule[]) {
    this.#skippedRules = skippedRules;
  }

  add({ events, partial, skipped }: Summary): void {
    this.#events += events;
    this.#partial += partial;
    for (const [reason, count] of Object.entries(skipped)) {
      this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + count);
    }
  }

  addAlert({ rule, harrier }: Alert): void {
    const known = this.#rules.get(rule.id) ?? { name: rule.name, severity: harrier.severity, alerts: 0 };
    known.alerts++;
    this.#rules.set(rule.id, known);
  }

  addUndecodable(record: UndecodableRecord): void {
    const known = this.#undecodable.get(record.reason) ?? { count: 0, examples: [] };
    known.count++;
    if (known.examples.length < shown) known.examples.push(record);
    this.#undecodable.set(record.reason, known);
  }

  addFailure(failure: MatchFailure): void {
    this.#failures.push(failure);
  }

  /** @param inputs how many files were read */
  render(inputs: number): string {
    const seconds = Math.max((performance.now() - this.#started) / 1000, 0.001);
    const rate = number(Math.round(this.#events / seconds));
    return [
      '',
      `${number(this.#events)} events in ${number(inputs)} ${inputs === 1 ? 'file' : 'files'}, ${seconds.toFixed(1)} s (${rate} events/s)`,
      ...(this.#partial > 0
        ? [`${number(this.#partial)} of them were cut at a size limit and matched by what was left`]
        : []),
      ...[...this.#skipped].map(
        ([reason, count]) => `${number(count)} records passed over: ${reason.replaceAll('-', ' ')}`,
      ),
      ...this.#alertLines(),
      ...this.#undecodableLines(),
      ...this.#failureLines(),
      ...this.#skippedRuleLines(),
      '',
    ].join('\n');
  }

  #alertLines(): readonly string[] {
    const rules = [...this.#rules.values()].sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.alerts - a.alerts ||
        (a.name < b.name ? -1 : 1),
    );
    const total = rules.reduce((sum, { alerts }) => sum + alerts, 0);
    if (total === 0) return ['No alerts'];
    const bySeverity = severities.flatMap((severity) => {
      const alerts = rules
        .filter((each) => each.severity === severity)
        .reduce((sum, each) => sum + each.alerts, 0);
      return alerts === 0 ? [] : [`${severity} ${number(alerts)}`];
    });
    const width = number(Math.max(...rules.map(({ alerts }) => alerts))).length;
    return [
      `${number(total)} ${total === 1 ? 'alert' : 'alerts'} of ${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}: ${bySeverity.join(', ')}`,
      ...rules.map(
        ({ alerts, severity, name }) => `  ${number(alerts).padStart(width)}  ${severity.padEnd(8)}  ${name}`,
      ),
    ];
  }

  #undecodableLines(): readonly string[] {
    return [...this.#undecodable].flatMap(([reason, { count, examples }]) => [
      `${number(count)} ${count === 1 ? 'record' : 'records'} could not be decoded: ${reason.replaceAll('-', ' ')}`,
      ...examples.map(
        ({ origin, position, detail }) => `  ${visible(`${origin.source}:${position}`)}: ${visible(detail)}`,
      ),
      ...(count > examples.length ? [`  and ${number(count - examples.length)} more`] : []),
    ]);
  }

  #failureLines(): readonly string[] {
    return this.#failures.slice(0, shown).map(({ rule, event, error }) => {
      const place = visible(`${event.origin.source}:${event.position}`);
      return `A rule failed, which is a fault in Harrier: "${rule.name}" on ${place}: ${String(error)}`;
    });
  }

  #skippedRuleLines(): readonly string[] {
    if (this.#skippedRules.length === 0) return [];
    const one = this.#skippedRules.length === 1;
    return [
      `${this.#skippedRules.length} ${one ? 'rule was' : 'rules were'} skipped:`,
      ...this.#skippedRules.map(({ name, path, reason }) => `  ${name} (${path}): ${reason}`),
    ];
  }
}

function number(value: number): string {
  return value.toLocaleString('en');
}
