/** The keys of a file of exceptions. */
import * as z from 'zod';
import { query } from '../rules/schema/rule-keys.ts';
import { aTable, oneLine } from '../rules/schema/values.ts';

/** TOML's own date, which has neither a time nor an offset. */
const date = z
  .custom<Date>((value) => value instanceof Date && 'isDate' in value)
  .meta({
    type: 'string',
    format: 'date',
    description: 'a date such as 2026-12-31',
    code: 'invalid-date',
    hint: 'write the last day on which the exception is applied (UTC), without quotes and without a time',
  });

const ruleName = z.string().min(1).meta({ description: 'the id or the whole name of a rule' });

const exception = aTable({
  rules: z
    .union([z.literal('all'), z.array(ruleName).min(1)])
    .meta({ description: '"all", or an array of ids and names of rules' }),
  condition: query.meta({
    description: 'a condition in KQL',
    code: 'empty-condition',
    hint: "write it between '''; an event for which it holds does not match the rules",
  }),
  reason: z
    .string()
    .regex(/\S/)
    .refine((value) => !/[^\P{Cc}\t\n]/u.test(value))
    .meta({ description: 'text that says why the events are harmless', code: 'control-character' }),
  author: oneLine.meta({
    description: 'one line of text that says who answers for the exception',
    code: 'not-one-line',
  }),
  expires: date.optional(),
});

/** A name as settings call it. */
export const profileName = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .meta({ description: 'a name of lower-case letters, digits and hyphens, such as "argo-cd"' });

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
export const namespace = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
  .meta({ description: 'the name of a namespace' });

const profile = aTable({
  name: profileName,
  about: oneLine.meta({ description: 'one line of text that says what is excepted', code: 'not-one-line' }),
  namespace: namespace.optional(),
});

export const exceptionFile = aTable({
  profile: profile.optional(),
  exception: z
    .array(exception)
    .min(1)
    .meta({ description: 'tables below headers [[exception]], in double brackets' }),
});

export type ExceptionTable = z.output<typeof exception>;
