import type { Problem } from '../../problem.ts';
import type { TomlFile } from '../../toml/parse.ts';
import { placeAt, valueAt } from '../../toml/places.ts';

/** Warns of a rule that its authors have given up. Other maturities below production say nothing against a rule. */
export function checkMaturity(toml: TomlFile): Problem[] {
  const path = ['metadata', 'maturity'];
  if (valueAt(toml.value, path) !== 'deprecated') return [];
  const span = placeAt(toml.places, path)?.value;
  return [
    {
      severity: 'warning',
      code: 'deprecated-rule',
      message: 'the rule is deprecated: its authors no longer keep it',
      ...(span === undefined ? {} : { span }),
    },
  ];
}
