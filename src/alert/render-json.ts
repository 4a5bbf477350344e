import type { JsonObject } from '../schema/audit-event.ts';
import { everyInvisible } from '../text/visible.ts';

/**
 * For machines: the alert as one line of JSON. What a terminal or an editor would not show, or would obey, is
 * written as `\uXXXX`, which changes the text and not the value. It also keeps the text within the characters that
 * SQS allows in a message.
 */
export function renderJson(alert: JsonObject): string {
  return JSON.stringify(alert).replace(everyInvisible, escapeUnits);
}

function escapeUnits(character: string): string {
  let escaped = '';
  for (let i = 0; i < character.length; i++) {
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
