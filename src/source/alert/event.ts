/** An alert as rules over alerts meet it: as it is published, with the names that Elastic's alerts have for its fields. */
import type { JsonObject, Origin, SourcedEvent } from '../../schema/audit-event.ts';
import { lookup, textAt } from '../../schema/lookup.ts';
import { isObject } from '../../schema/visit.ts';

/** @param alert as it is published */
export function alertEvent(alert: JsonObject): SourcedEvent {
  const rule = elasticRule(alert);
  const event = {
    ...alert,
    kibana: { alert: { ...elasticAlert(alert), rule } },
    signal: { rule },
  };
  return { event, origin: originOf(alert), position: textAt(alert, 'event', 'id') ?? 0, partial: false };
}

/** What is done with alerts in Kibana is not known here: every alert is as if nobody had looked at it yet. */
function elasticAlert(alert: JsonObject): JsonObject {
  const { harrier } = alert;
  const details = isObject(harrier) ? harrier : {};
  return known({
    uuid: lookup(alert, 'event', 'id'),
    severity: details.severity,
    risk_score: details.risk_score,
    reason: details.reason,
    status: 'active',
    workflow_status: 'open',
    building_block_type: details.building_block === true ? 'default' : undefined,
    original_time: alert['@timestamp'],
  });
}

function elasticRule(alert: JsonObject): JsonObject {
  const { harrier, rule, threat } = alert;
  const details = isObject(harrier) ? harrier : {};
  const own = isObject(rule) ? rule : {};
  return known({
    uuid: own.id,
    rule_id: own.id,
    name: own.name,
    description: own.description,
    type: elasticType(details.rule_type),
    severity: details.severity,
    risk_score: details.risk_score,
    tags: details.tags,
    author: own.author,
    license: own.license,
    threat,
  });
}

/** A sequence is a rule of type `eql`. */
function elasticType(type: JsonObject[string] | undefined): JsonObject[string] | undefined {
  return type === 'sequence' ? 'eql' : type;
}

function known(members: Readonly<Record<string, JsonObject[string] | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}

/** Correlations are over alerts of one cluster, as they are over its events. */
function originOf(alert: JsonObject): Origin {
  const cluster = textAt(alert, 'orchestrator', 'cluster', 'name');
  const account = textAt(alert, 'cloud', 'account', 'id');
  const region = textAt(alert, 'cloud', 'region');
  return {
    source: 'alerts',
    ...(cluster !== undefined && { cluster }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  };
}
