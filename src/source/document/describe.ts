import type { JsonObject } from '../../schema/audit-event.ts';
import { textAt } from '../../schema/lookup.ts';
import { named } from '../../text/visible.ts';

/** @returns who did what on which host, as far as ECS says it: a sentence of any length, without a full stop */
export function describe(document: JsonObject): string {
  const user = textAt(document, 'user', 'name');
  const action = textAt(document, 'event', 'action');
  const host = textAt(document, 'host', 'name');
  const who = user === undefined ? 'Somebody' : named(user);
  const what = action === undefined ? 'did what the rule describes' : `did ${named(action)}`;
  return `${who} ${what}${host === undefined ? '' : ` on ${named(host)}`}`;
}
