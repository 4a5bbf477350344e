import type { Problem } from '../../problem.ts';
import type { TomlFile } from '../../toml/parse.ts';
import { placeAt, valueAt } from '../../toml/places.ts';

const flat = ['new_terms_fields', 'history_window_start'];

/**
 * Reports a new terms rule that says what is new in neither or in both of the two spellings: the table
 * `[rule.new_terms]` of Elastic's repository, or the keys `new_terms_fields` and `history_window_start` of Kibana's API.
 */
export function checkNewTerms(toml: TomlFile): Problem[] {
  if (valueAt(toml.value, ['rule', 'type']) !== 'new_terms') return [];
  const has = (key: string): boolean => valueAt(toml.value, ['rule', key]) !== undefined;
  const present = flat.filter(has);
  const [first] = present;
  if (has('new_terms')) {
    if (first === undefined) return [];
    const span = placeAt(toml.places, ['rule', first])?.key;
    return [
      {
        severity: 'error',
        code: 'new-terms-twice',
        message: `\`${first}\` says again what [rule.new_terms] says`,
        hint: 'keep one of the two spellings',
        ...(span === undefined ? {} : { span }),
      },
    ];
  }
  const span = placeAt(toml.places, ['rule'])?.value;
  return flat
    .filter((key) => !has(key))
    .map((key) => ({
      severity: 'error',
      code: 'missing-key',
      message: `\`${key}\` is missing in a rule of type "new_terms"`,
      hint: `write it in [rule], or all of it in a table [rule.new_terms]`,
      ...(span === undefined ? {} : { span }),
    }));
}
