/** News in the fewest words: who, what, and which alerts. */
import { shortened, visible } from '../text/visible.ts';
import type { Incident, IncidentNews } from './incident.ts';

/** SNS takes subjects of less than 100 characters, in visible ASCII. */
export function plainSubject({ incidents }: IncidentNews): string {
  const [first] = incidents;
  const one = first === undefined ? 'Nothing' : headline(first);
  const text = incidents.length > 1 ? `${incidents.length} incidents, first ${one}` : one;
  return visible(text)
    .replace(/[^ -~]/g, '?')
    .slice(0, 99);
}

function headline({ severity, told, rules }: Incident): string {
  return `[${severity.toUpperCase()}] ${told === undefined ? '' : 'Update: '}${rules[0]?.name ?? ''}`;
}

export function plainText(news: IncidentNews): string {
  const incidents = news.incidents.map((incident) =>
    [
      `${headline(incident)} (incident ${incident.id})`,
      ...incident.alerts.slice(0, 5).map(({ reason }) => `- ${shortened(reason, 300)}`),
      `Alerts: ${incident.newIds.join(' ')}`,
    ].join('\n'),
  );
  return `${incidents.join('\n\n')}\n\nMessage: ${news.id}\n`;
}
