/** What ATT&CK says of its own tactics and techniques. Build time only. */
import { techniques as lines, version } from './data.ts';

export { version };

export interface Technique {
  readonly id: string;
  readonly name: string;
  /** Ids; none of a technique that is no more. */
  readonly tactics: readonly string[];
  /** What took its place. */
  readonly successor?: string;
  /** True if ATT&CK has given the technique up, whether another took its place or not. */
  readonly isGone: boolean;
}

/**
 * Ids of tactics with their names, in the order of the matrix: https://attack.mitre.org/tactics/enterprise/. Since version
 * 19, TA0005 has another name, and what it gave away is TA0112.
 */
export const tactics: ReadonlyMap<string, readonly string[]> = new Map([
  ['TA0043', ['Reconnaissance']],
  ['TA0042', ['Resource Development']],
  ['TA0001', ['Initial Access']],
  ['TA0002', ['Execution']],
  ['TA0003', ['Persistence']],
  ['TA0004', ['Privilege Escalation']],
  ['TA0005', ['Defense Evasion', 'Stealth']],
  ['TA0112', ['Defense Impairment']],
  ['TA0006', ['Credential Access']],
  ['TA0007', ['Discovery']],
  ['TA0008', ['Lateral Movement']],
  ['TA0009', ['Collection']],
  ['TA0011', ['Command and Control']],
  ['TA0010', ['Exfiltration']],
  ['TA0040', ['Impact']],
]);

let known: ReadonlyMap<string, Technique> | undefined;

/** Every technique and subtechnique, by id. */
export function techniques(): ReadonlyMap<string, Technique> {
  known ??= new Map(
    lines
      .trim()
      .split('\n')
      .map(techniqueOf)
      .map((each) => [each.id, each]),
  );
  return known;
}

function techniqueOf(line: string): Technique {
  const [id = '', name = '', rest = ''] = line.split('|');
  if (rest === '-' || rest === '>') return { id, name, tactics: [], isGone: true };
  if (rest.startsWith('>')) return { id, name, tactics: [], isGone: true, successor: rest.slice(1) };
  return { id, name, tactics: rest.split(' '), isGone: false };
}

/** Whether the table can know of an id: later versions have higher numbers. */
export function isOfVersion(id: string): boolean {
  const newest = [...techniques().keys()].reduce((most, each) => (each > most ? each : most), '');
  return id.slice(0, 5) <= newest.slice(0, 5);
}
