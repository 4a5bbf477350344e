/** What a role allows, and what webhooks of admission control ask for. */
import type { AuditEvent, Json, JsonObject } from '../audit-event.ts';
import { isObject } from '../visit.ts';
import { objectsOf } from './object.ts';

/**
 * `harrier.rules`: the rules of a role, or those of all webhooks of a configuration, as it became, each with `core` for the
 * API group without a name. An empty string is no value, so that `harrier.object.rules.apiGroups` cannot tell a rule on the
 * core group from others.
 */
export function rules(event: AuditEvent, partial = false): readonly JsonObject[] | undefined {
  const found = objectsOf(event, partial)
    .flatMap((object) => [object, ...listed(object.webhooks)])
    .flatMap(({ rules: of }) => listed(of));
  return found.length === 0 ? undefined : found.map(withCore);
}

function listed(value: Json | undefined): readonly JsonObject[] {
  return [value].flat().filter(isObject);
}

function withCore(rule: JsonObject): JsonObject {
  const groups = rule.apiGroups;
  if (groups === undefined || groups === null) return rule;
  return { ...rule, apiGroups: [groups].flat().map((group): Json => (group === '' ? 'core' : group)) };
}
