/** The settings on rules: which there are beside the bundled ones, which are off, and what they say otherwise. */
import * as z from 'zod';
import { namespace, profileName } from '../exceptions/schema.ts';
import { fewSignals, severities } from '../rules/schema/rule-keys.ts';
import { aTable, flag, interval, nonEmpty, oneOf, riskScore, someTexts } from '../rules/schema/values.ts';

const oneOrMore = z
  .union([nonEmpty, z.array(nonEmpty).min(1)])
  .meta({ description: 'one text, or a list of them' });

/** What is suppressed together, and for how long. */
const suppression = z
  .union([
    z.literal('none'),
    aTable({ groupBy: someTexts, duration: interval.optional(), after: fewSignals.optional() }),
  ])
  .meta({ description: '"none", or groupBy with fields and perhaps duration and after' });

const chosen = { rule: oneOrMore.optional(), tag: oneOrMore.optional() };

const override = aTable({
  ...chosen,
  severity: oneOf(severities).optional(),
  riskScore: riskScore.optional(),
  buildingBlock: flag.optional(),
  interval: interval.optional(),
  suppression: suppression.optional(),
});

const chosenProfile = z
  .union([profileName, z.record(profileName, namespace)])
  .meta({ description: 'the name of a profile, or the name with a namespace, such as `argo-cd: gitops`' });

export const tuningShape = {
  /** Files and folders of rules and of exceptions, relative to the settings. */
  rules: z.array(nonEmpty).meta({ description: 'a list of files and folders' }).nullish(),
  /** Rules that do not run. */
  disable: z
    .array(
      z
        .union([nonEmpty, aTable(chosen)])
        .meta({ description: 'the id or the name of a rule, or `tag:` with a tag' }),
    )
    .meta({ description: 'a list of rules' })
    .nullish(),
  override: z.array(override).meta({ description: 'a list of overrides' }).nullish(),
  /** Profiles of exceptions that are on; `- argo-cd: gitops` is one that is installed in another namespace than usual. */
  profiles: z.array(chosenProfile).meta({ description: 'a list of profiles' }).nullish(),
};

export type OverrideTable = z.output<typeof override>;
