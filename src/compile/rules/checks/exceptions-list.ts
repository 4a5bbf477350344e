import type { Problem } from '../../problem.ts';
import type { TomlFile } from '../../toml/parse.ts';
import { placeAt, valueAt } from '../../toml/places.ts';

/** Warns of a rule that leaves events out by lists which only Kibana has: here it reports them. */
export function checkExceptionsList(toml: TomlFile): Problem[] {
  const path = ['rule', 'exceptions_list'];
  const lists = valueAt(toml.value, path);
  const span = placeAt(toml.places, path)?.key;
  if (!Array.isArray(lists) || lists.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'exceptions-list',
      message: 'the exception lists that the rule refers to are in Kibana, and are not applied',
      hint: 'write what they hold as [[exception]] tables in a file beside the rules',
      ...(span && { span }),
    },
  ];
}
