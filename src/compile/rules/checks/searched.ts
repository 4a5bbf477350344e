import * as z from 'zod';
import type { Problem } from '../../problem.ts';
import type { TomlFile } from '../../toml/parse.ts';
import { placeAt, valueAt } from '../../toml/places.ts';

const needed = z.looseObject({ index: z.array(z.unknown()).min(1), data_view_id: z.string().min(1) });

/** Reports a rule that searches both an index and a data view: Kibana takes one or the other. */
export function checkSearched(toml: TomlFile): Problem[] {
  if (!needed.safeParse(valueAt(toml.value, ['rule'])).success) return [];
  const span = placeAt(toml.places, ['rule', 'data_view_id'])?.key;
  return [
    {
      severity: 'error',
      code: 'index-and-data-view',
      message: 'a rule has either `index` or `data_view_id`, found both',
      ...(span === undefined ? {} : { span }),
    },
  ];
}
