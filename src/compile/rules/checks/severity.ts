import * as z from 'zod';
import type { Problem } from '../../problem.ts';
import type { TomlFile } from '../../toml/parse.ts';
import { placeAt, valueAt } from '../../toml/places.ts';
import { severities } from '../schema/rule-keys.ts';

/** Elastic's bands, which its rule repository holds every rule to and its documentation tells authors to keep. */
const bands = { low: [0, 21], medium: [22, 47], high: [48, 73], critical: [74, 100] } as const;

const needed = z.looseObject({ severity: z.enum(severities), risk_score: z.int().min(0).max(100) });

/** Reports a severity and a risk score that say different things: alerts are routed by either. */
export function checkSeverity(toml: TomlFile): Problem[] {
  const parsed = needed.safeParse(valueAt(toml.value, ['rule']));
  if (!parsed.success) return [];
  const { severity, risk_score: score } = parsed.data;
  const [least, most] = bands[severity];
  if (least <= score && score <= most) return [];
  const fitting = severities.find((name) => score <= bands[name][1]);
  const span = placeAt(toml.places, ['rule', 'severity'])?.value;
  return [
    {
      severity: 'error',
      code: 'severity-mismatch',
      message: `severity "${severity}" goes with a risk score from ${least} to ${most}, found ${score}`,
      hint: `a risk score of ${score} goes with severity "${fitting}"`,
      ...(span === undefined ? {} : { span }),
    },
  ];
}
