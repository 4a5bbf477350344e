/** Which of a page's alerts belong together, by what joins them for whoever is told of alerts. */
import { componentsOf } from '../../incident/components.ts';
import { mergeIncidents, type OpenIncident, severityOf } from '../../incident/open-incident.ts';
import { listed, shortName } from '../../incident/telling/who.ts';
import type { Severity } from '../../rule.ts';
import type { AlertView } from './alert-view.ts';
import { type Counts, noCounts, severities } from './counts.ts';

export interface PageIncident {
  readonly severity: Severity;
  /** Who, and the rule that is most severe: `deploy-4711: Exec with a Reverse Shell`. */
  readonly title: string;
  /** Rules of its alerts. */
  readonly rules: number;
  /** Of the first and the last alert, epoch milliseconds. */
  readonly first: number;
  readonly last: number;
  /** Its alerts, building blocks included. */
  readonly counts: Counts;
}

/** @returns incidents, the most severe and then the first one first, and the number of each alert that is of one */
export function incidentsOf(alerts: readonly AlertView[]): {
  readonly incidents: readonly PageIncident[];
  readonly numbers: ReadonlyMap<AlertView, number>;
} {
  const views = new Map(alerts.map((view) => [view.incident, view]));
  const found = componentsOf([...views.keys()])
    .map((parts) => ({ whole: mergeIncidents(parts), parts }))
    .flatMap(({ whole, parts }) => {
      // What is of building blocks alone, nobody is told of.
      const severity = severityOf(whole);
      return severity === undefined ? [] : [{ severity, whole, parts }];
    })
    .toSorted((a, b) => rank(a.severity) - rank(b.severity) || a.whole.first - b.whole.first);
  const numbers = new Map<AlertView, number>();
  const incidents = found.map(({ severity, whole, parts }, number) => {
    const counts = noCounts();
    for (const part of parts) {
      const view = views.get(part);
      if (view === undefined) continue;
      numbers.set(view, number);
      counts[rank(view.severity) as 0]++;
    }
    const { first, last, rules } = whole;
    return { severity, title: titleOf(whole), rules: rules.length, first, last, counts };
  });
  return { incidents, numbers };
}

function titleOf({ actors, rules }: OpenIncident): string {
  const names = actors.slice(0, 2).map(([, actor]) => shortName(actor));
  const who = listed(actors.length > 2 ? [...names, `${actors.length - 2} more`] : names);
  return `${who}: ${rules[0]?.name ?? ''}`;
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}
