import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseToml } from '@iarna/toml';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { schemas } from './schemas.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const all = schemas();

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);

const validators = Object.fromEntries(
  Object.entries(all).map(([name, schema]) => [name, ajv.compile(schema)]),
);

/** What a schema has against a file. */
function mistakes(name: string, value: unknown): readonly string[] {
  const validate = validators[name] ?? ajv.compile(false);
  // A date of TOML is a text for editors.
  const shown = JSON.parse(
    JSON.stringify(value, function (this: Record<string, unknown>, key, text) {
      return this[key] instanceof Date ? String(text).slice(0, 10) : text;
    }),
  );
  validate(shown);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const toml = (path: string) => parseToml(readFileSync(join(root, path), 'utf8'));
const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

describe.each(Object.keys(all))('docs/schemas/%s.schema.json', (name) => {
  it('is what the files are read by', async () => {
    const text = `${JSON.stringify(all[name], null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`../../docs/schemas/${name}.schema.json`);
  });
});

describe('they take what Harrier takes', () => {
  it.each(globSync('rules/*.toml', { cwd: root }))('%s', (path) => {
    expect(mistakes('rule', toml(path))).toEqual([]);
  });

  it.each(globSync('rules/profiles/*.toml', { cwd: root }))('%s', (path) => {
    expect(mistakes('exceptions', toml(path))).toEqual([]);
  });

  it.each(globSync('rules/**/*.test.json', { cwd: root }))('%s', (path) => {
    expect(mistakes('tests', json(path))).toEqual([]);
  });

  it('the example of exceptions, and its tests', () => {
    expect(mistakes('exceptions', toml('docs/exceptions.example.toml'))).toEqual([]);
    expect(mistakes('tests', json('docs/exceptions.example.test.json'))).toEqual([]);
  });

  it('harrier.yml', () => {
    expect(mistakes('settings', parseYaml(readFileSync(join(root, 'harrier.yml'), 'utf8')))).toEqual([]);
  });
});

describe('they refuse what Harrier refuses', () => {
  const rule = { ...(toml('rules/execution_user_exec_into_pod.toml').rule as object) };

  it.each([
    [
      'rule',
      { rule: { ...rule, severity: 'severe' } },
      '/rule/severity must be equal to one of the allowed values',
    ],
    ['rule', { rule: { ...rule, threshold: {} } }, '/rule/threshold boolean schema is false'],
    ['rule', { rule: { ...rule, type: 'threshold' } }, "/rule must have required property 'threshold'"],
    ['rule', { rule: { ...rule, rule_id: '1' } }, '/rule/rule_id must match pattern'],
    ['rule', { rule: { ...rule, sevrity: 'low' } }, '/rule must NOT have additional properties'],
    ['tests', { base: {}, cases: [{ name: 'a' }] }, "/cases/0 must have required property 'alerts'"],
    ['exceptions', { exception: [{ rules: 'all' }] }, "/exception/0 must have required property 'condition'"],
    ['settings', { clusters: 'blue' }, '/clusters must be array'],
    ['settings', { profiles: [{ 'argo-cd': 'a*' }] }, '/profiles/0/argo-cd must match pattern'],
    ['settings', { regoin: 'eu-west-1' }, ' must NOT have additional properties'],
    ['settings', { override: [{ rule: 'a', severity: 'none' }] }, '/override/0/severity must be equal'],
  ])('%s %#', (name, value, mistake) => {
    expect(mistakes(name, value).filter((each) => each.startsWith(mistake))).not.toEqual([]);
  });
});
