/** A checked rule file -> LoadedRule: Elastic's keys become the compiler's, and both spellings of a thing become one. */
import type { RuleMetadata } from '../../rule.ts';
import { patternsOf } from '../esql/patterns.ts';
import type { Span } from '../problem.ts';
import type { TomlFile } from '../toml/parse.ts';
import { nearestPlace, type Path, placeAt } from '../toml/places.ts';
import { stringText } from '../toml/string-text.ts';
import type {
  FilterLanguage,
  LoadedRule,
  LoadedRuleBase,
  LoadedSettling,
  LoadedSuppression,
  Located,
  NewTerms,
  QueryText,
  Threshold,
} from './loaded-rule.ts';
import type { RuleTable } from './schema/rule-types.ts';
import type { CheckedFile } from './shape.ts';

type TableOf<Type extends RuleTable['type']> = Extract<RuleTable, { type: Type }>;

/**
 * @param checked what checkShape found; the other checks have passed too
 * @param source for RuleMetadata.source
 */
export function assemble(toml: TomlFile, { rule, maturity }: CheckedFile, source: string): LoadedRule {
  const base = baseOf(toml, rule, maturity, source);
  switch (rule.type) {
    case 'query':
      return {
        ...base,
        type: rule.type,
        query: queryOf(toml, rule.language ?? 'kuery'),
        ...(rule.yields_to && { yieldsTo: locatedTexts(toml, ['yields_to'], rule.yields_to) }),
      };
    case 'saved_query':
      return {
        ...base,
        type: rule.type,
        savedId: rule.saved_id,
        ...(rule.query === undefined ? {} : { query: queryOf(toml, rule.language ?? 'kuery') }),
      };
    case 'threshold':
      return {
        ...base,
        type: rule.type,
        query: queryOf(toml, rule.language ?? 'kuery'),
        threshold: thresholdOf(toml, rule),
      };
    case 'new_terms':
      return {
        ...base,
        type: rule.type,
        query: queryOf(toml, rule.language ?? 'kuery'),
        newTerms: newTermsOf(toml, rule),
        ...(rule.settling && { settling: settlingOf(toml, rule.settling, rule.language ?? 'kuery') }),
      };
    case 'eql':
      return {
        ...base,
        type: rule.type,
        query: queryOf(toml, 'eql'),
        ...present({
          eventCategoryOverride: locatedKey(toml, 'event_category_override', rule.event_category_override),
          tiebreakerField: locatedKey(toml, 'tiebreaker_field', rule.tiebreaker_field),
          timestampField: locatedKey(toml, 'timestamp_field', rule.timestamp_field),
        }),
      };
    case 'esql': {
      const query = queryOf(toml, 'esql');
      return { ...base, type: rule.type, query, index: patternsOf(query.text) };
    }
    case 'threat_match':
      return {
        ...base,
        type: rule.type,
        query: queryOf(toml, rule.language ?? 'kuery'),
        threatIndex: rule.threat_index,
        threatMapping: rule.threat_mapping,
        threatFilters: rule.threat_filters ?? [],
        ...present({
          threatQuery: rule.threat_query,
          threatLanguage: rule.threat_language,
          threatIndicatorPath: rule.threat_indicator_path,
        }),
      };
    case 'machine_learning':
      return {
        ...base,
        type: rule.type,
        anomalyThreshold: rule.anomaly_threshold,
        jobIds: [rule.machine_learning_job_id].flat(),
      };
  }
}

function baseOf(
  toml: TomlFile,
  rule: RuleTable,
  maturity: string | undefined,
  source: string,
): LoadedRuleBase {
  return {
    metadata: metadataOf(rule, source),
    file: toml.file,
    index: 'index' in rule ? (rule.index ?? []) : [],
    filters: 'filters' in rule ? (rule.filters ?? []) : [],
    exceptionsList: rule.exceptions_list ?? [],
    severityMapping: rule.severity_mapping ?? [],
    riskScoreMapping: rule.risk_score_mapping ?? [],
    ...present({
      dataViewId: 'data_view_id' in rule ? rule.data_view_id : undefined,
      suppression: suppressionOf(toml, rule),
      from: rule.from,
      to: rule.to,
      interval: rule.interval,
      timestampOverride: rule.timestamp_override,
      enabled: rule.enabled,
      maxSignals: rule.max_signals,
      maturity,
      ruleNameOverride: rule.rule_name_override,
    }),
    spanOf: (...path) => nearestPlace(toml.places, ['rule', ...path])?.value,
  };
}

function metadataOf(rule: RuleTable, source: string): RuleMetadata {
  return {
    id: rule.rule_id,
    name: rule.name,
    description: unwrap(rule.description),
    author: rule.author ?? [],
    severity: rule.severity,
    riskScore: rule.risk_score,
    tags: rule.tags ?? [],
    references: rule.references ?? [],
    falsePositives: (rule.false_positives ?? []).map(unwrap),
    threat: (rule.threat ?? []).map(({ technique, ...threat }) => ({
      ...threat,
      ...present({
        technique: technique?.map(({ subtechnique, ...of }) => ({ ...of, ...present({ subtechnique }) })),
      }),
    })),
    buildingBlock: rule.building_block_type !== undefined,
    source,
    ...present({ license: rule.license, note: rule.note, setup: rule.setup }),
  };
}

/** Undoes the line breaks of an editor, as Elastic does for prose: lines become one, paragraphs stay. */
function unwrap(prose: string): string {
  return prose
    .trim()
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((paragraph) => paragraph.replaceAll(/[ \t]*\n[ \t]*/g, ' '))
    .join('\n\n');
}

function queryOf<Language extends string>(
  toml: TomlFile,
  language: Language,
  path: Path = ['query'],
): QueryText<Language> {
  const place = placeAt(toml.places, ['rule', ...path]);
  if (place?.string === undefined) throw new Error(`${toml.file.path}: a checked rule has no query`);
  return { language, span: place.value, ...stringText(toml.file.text, place.string) };
}

function thresholdOf(toml: TomlFile, { threshold }: TableOf<'threshold'>): Threshold {
  return {
    fields: locatedTexts(toml, ['threshold', 'field'], threshold.field),
    value: threshold.value,
    cardinality: (threshold.cardinality ?? []).map(({ field, value }, index) => ({
      field: located(toml, ['threshold', 'cardinality', index, 'field'], field),
      value,
    })),
  };
}

function newTermsOf(toml: TomlFile, rule: TableOf<'new_terms'>): NewTerms {
  const table = rule.new_terms;
  const [window] = table?.history_window_start ?? [];
  const start = window?.value ?? rule.history_window_start;
  if (start === undefined) throw new Error(`${toml.file.path}: a checked rule has no history_window_start`);
  return table === undefined
    ? {
        fields: locatedTexts(toml, ['new_terms_fields'], rule.new_terms_fields ?? []),
        historyWindowStart: located(toml, ['history_window_start'], start),
      }
    : {
        fields: locatedTexts(toml, ['new_terms', 'value'], table.value),
        historyWindowStart: located(toml, ['new_terms', 'history_window_start', 0, 'value'], start),
      };
}

function settlingOf(
  toml: TomlFile,
  { field, value, duration }: NonNullable<TableOf<'new_terms'>['settling']>,
  language: FilterLanguage,
): LoadedSettling {
  return {
    query: queryOf(toml, language, ['settling', 'query']),
    field: located(toml, ['settling', 'field'], field),
    value: located(toml, ['settling', 'value'], value),
    duration: located(toml, ['settling', 'duration'], duration),
  };
}

function suppressionOf(toml: TomlFile, rule: RuleTable): LoadedSuppression | undefined {
  if (rule.alert_suppression === undefined) return undefined;
  if (rule.type === 'threshold') {
    return { groupBy: [], duration: rule.alert_suppression.duration, missingFields: 'suppress' };
  }
  const { group_by, duration, missing_fields_strategy, after } = rule.alert_suppression;
  return {
    groupBy: locatedTexts(toml, ['alert_suppression', 'group_by'], group_by),
    ...present({ duration, after }),
    missingFields: missing_fields_strategy ?? 'suppress',
  };
}

function locatedTexts(toml: TomlFile, path: Path, value: string | readonly string[]): Located<string>[] {
  if (typeof value === 'string') return [located(toml, path, value)];
  return value.map((text, index) => located(toml, [...path, index], text));
}

function locatedKey(toml: TomlFile, key: string, value: string | undefined): Located<string> | undefined {
  return value === undefined ? undefined : located(toml, [key], value);
}

function located<Value>(toml: TomlFile, path: Path, value: Value): Located<Value> {
  const span: Span | undefined = nearestPlace(toml.places, ['rule', ...path])?.value;
  if (span === undefined) throw new Error(`${toml.file.path}: no place for ${path.join('.')}`);
  return { value, span };
}

type Present<Values> = { [Key in keyof Values]?: Exclude<Values[Key], undefined> };

/** The entries that have a value, for types whose optional properties are absent rather than undefined. */
function present<Values extends object>(values: Values): Present<Values> {
  const kept: Present<Values> = { ...values };
  for (const key of Object.keys(kept) as (keyof Values)[]) if (kept[key] === undefined) delete kept[key];
  return kept;
}
