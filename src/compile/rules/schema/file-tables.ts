/**
 * The tables beside `[rule]`. With rule-keys.ts and rule-types.ts they know every key of Elastic's rule repository
 * (its `detection_rules/rule.py`), and those Kibana's API adds to rules that are written there.
 */
import * as z from 'zod';
import { aTable, flag, oneOf, table, tables, text, textOrTexts, texts } from './values.ts';

/** For the people who keep the rule. Only `maturity` is read. */
export const metadata = aTable({
  bypass_bbr_timing: flag.optional(),
  comments: text.optional(),
  creation_date: text.optional(),
  deprecation_date: text.optional(),
  extended: table.optional(),
  integration: textOrTexts.optional(),
  maturity: oneOf(['development', 'experimental', 'beta', 'production', 'deprecated']).optional(),
  min_stack_comments: text.optional(),
  min_stack_version: text.optional(),
  os_type_list: texts.optional(),
  promotion: flag.optional(),
  query_schema_validation: flag.optional(),
  related_endpoint_rules: z.array(z.unknown()).meta({ description: 'an array' }).optional(),
  updated_date: text.optional(),
});

/** Buttons for Kibana within the investigation guide; not read. */
export const transform = aTable({ osquery: tables.optional(), investigate: tables.optional() });
