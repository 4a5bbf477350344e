/** ATT&CK's tactics for enterprises, in the order of its matrix: https://attack.mitre.org/tactics/enterprise/ */
export const attack = 'MITRE ATT&CK';

/** Id → name. */
export const tactics: ReadonlyMap<string, string> = new Map([
  ['TA0043', 'Reconnaissance'],
  ['TA0042', 'Resource Development'],
  ['TA0001', 'Initial Access'],
  ['TA0002', 'Execution'],
  ['TA0003', 'Persistence'],
  ['TA0004', 'Privilege Escalation'],
  ['TA0005', 'Defense Evasion'],
  ['TA0006', 'Credential Access'],
  ['TA0007', 'Discovery'],
  ['TA0008', 'Lateral Movement'],
  ['TA0009', 'Collection'],
  ['TA0011', 'Command and Control'],
  ['TA0010', 'Exfiltration'],
  ['TA0040', 'Impact'],
]);

const order = [...tactics.keys()];

/** Orders tactics' ids as an attack goes through them; those that ATT&CK has not come last. */
export function byTactic(a: string, b: string): number {
  const rank = (id: string) => (tactics.has(id) ? order.indexOf(id) : order.length);
  return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}
