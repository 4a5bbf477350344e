import { expect, test } from 'vitest';
import { parseToml, type TomlFile } from '../../../src/compile/toml/parse.ts';
import { nearestPlace, placeAt, valueAt } from '../../../src/compile/toml/places.ts';

const text = `
top = 1
[rule] # below it
name = "x"
inline = { a = [1, { b = 2 }], "quoted key".c = 3 }
dotted.key = '''
two
lines'''
"__proto__" = 4

[[rule.threat]]
framework = "A"
[[rule.threat.technique]]
id = "T1"
[rule.threat.tactic]
id = "TA1"

[[rule.threat]]
framework = "B"

[implied.table]
`;

function toml(): TomlFile {
  const parsed = parseToml({ path: 'x.toml', text });
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  return parsed;
}

test.each([
  [['top'], 'top', '1'],
  [['rule'], 'rule', 'rule'],
  [['rule', 'name'], 'name', '"x"'],
  [['rule', 'inline', 'a'], 'a', '[1, { b = 2 }]'],
  [['rule', 'inline', 'a', 1], '{ b = 2 }', '{ b = 2 }'],
  [['rule', 'inline', 'a', 1, 'b'], 'b', '2'],
  [['rule', 'inline', 'quoted key'], '"quoted key"', '"quoted key"'],
  [['rule', 'inline', 'quoted key', 'c'], 'c', '3'],
  [['rule', 'dotted'], 'dotted', 'dotted'],
  [['rule', 'dotted', 'key'], 'key', "'''\ntwo\nlines'''"],
  [['rule', '__proto__'], '"__proto__"', '4'],
  [['rule', 'threat'], 'threat', 'threat'],
  [['rule', 'threat', 0], 'rule.threat', 'rule.threat'],
  [['rule', 'threat', 0, 'technique', 0, 'id'], 'id', '"T1"'],
  [['rule', 'threat', 0, 'tactic'], 'tactic', 'rule.threat.tactic'],
  [['rule', 'threat', 0, 'tactic', 'id'], 'id', '"TA1"'],
  [['rule', 'threat', 1, 'framework'], 'framework', '"B"'],
  [['implied'], 'implied', 'implied'],
  [['implied', 'table'], 'table', 'implied.table'],
])('%j', (path, key, value) => {
  const { places, value: root } = toml();
  const place = placeAt(places, path);
  expect(text.slice(place?.key.start, place?.key.end)).toBe(key);
  expect(text.slice(place?.value.start, place?.value.end)).toBe(value);
  expect(valueAt(root, path)).not.toBeUndefined();
});

test('what is not there has no place and no value, and the nearest place is what encloses it', () => {
  const { places, value } = toml();
  const path = ['rule', 'threat', 1, 'tactic', 'id'];
  expect(placeAt(places, path)).toBeUndefined();
  expect(valueAt(value, path)).toBeUndefined();
  expect(valueAt(value, ['rule', 'constructor'])).toBeUndefined();
  expect(nearestPlace(places, path)).toBe(placeAt(places, ['rule', 'threat', 1]));
  expect(nearestPlace(places, ['nothing'])).toBeUndefined();
});
