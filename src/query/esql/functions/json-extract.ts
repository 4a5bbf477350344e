import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { extractJson, type JsonPath, JsonPathError, parseJsonPath } from '../json-path.ts';

export const jsonExtract: EsqlFunction = {
  name: 'JSON_EXTRACT',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'path', accepts: ['string'] },
  ],
  result: () => 'keyword',
  at: (site) => {
    const constant = site.constants[1];
    const known = typeof constant === 'string' ? parsed(constant) : undefined;
    return single(site, (text: string, path: string) => {
      try {
        if (known instanceof JsonPathError) throw known;
        return extractJson(text, known ?? parseJsonPath(path));
      } catch (error) {
        if (!(error instanceof JsonPathError)) throw error;
        site.warn(error.message, 'no value at the path');
        return null;
      }
    });
  },
  check: ({ constants: [, path] }) => {
    const wrong = typeof path === 'string' ? parsed(path) : undefined;
    if (!(wrong instanceof JsonPathError)) return [];
    const hint = "write `a.b`, `a[0]` or `['a.b']`: there are no wildcards, slices or filters";
    return [{ severity: 'warning', index: 1, message: wrong.message, hint }];
  },
  examples: [
    { call: `JSON_EXTRACT("""{"a":{"b":"c"}}""", "a.b")`, result: 'c' },
    { call: `JSON_EXTRACT("""{"a":{"b":"c"}}""", "$.a['b']")`, result: 'c' },
    { call: `JSON_EXTRACT("""{"user.name":{"first":"Alice"}}""", "['user.name'].first")`, result: 'Alice' },
    { call: `JSON_EXTRACT("""[{"name":"Alice"},{"name":"Bob"}]""", "$[1].name")`, result: 'Bob' },
    { call: `JSON_EXTRACT("""{"a": [1, {"b": " "}]}""", "a")`, result: '[1,{"b":" "}]' },
    { call: `JSON_EXTRACT("""{"a":1.50,"b":true}""", "a")`, result: '1.50' },
    { call: `JSON_EXTRACT("""{"foo":1,"foo":2}""", "foo")`, result: '1' },
    { call: `JSON_EXTRACT("""{"a":"\\u00e9\\n"}""", "a")`, result: 'é\n' },
    { call: `JSON_EXTRACT("""{"a":null}""", "a")`, result: null },
    { call: `JSON_EXTRACT("""{"a":1}""", "b")`, result: null },
    { call: `JSON_EXTRACT("""[1]""", "[1]")`, result: null },
    { call: `JSON_EXTRACT("no json", "a")`, result: null },
    { call: `JSON_EXTRACT("7", "$")`, result: '7' },
    { call: `JSON_EXTRACT("[1, 2]", "[*]")`, result: null },
    { call: `JSON_EXTRACT(null, "a")`, result: null },
  ],
  doc: "A value within a JSON text, by a path such as `user.roles[0]` or `$['user.name']`, as text. Where there is none, it is `null`.",
};

function parsed(path: string): JsonPath | JsonPathError {
  try {
    return parseJsonPath(path);
  } catch (error) {
    if (error instanceof JsonPathError) return error;
    throw error;
  }
}
