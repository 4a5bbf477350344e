import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { type LoadedRules, loadRules } from '../../../src/compile/rules/load.ts';
import { inFile } from '../../../src/compile/rules/loaded-rule.ts';
import { folderWith, ruleId, ruleText } from './rule-file.ts';

function sources({ rules }: LoadedRules): string[] {
  return rules.map(({ metadata }) => metadata.source);
}

function codes({ problems }: LoadedRules): string[] {
  return problems.map(({ code }) => code);
}

async function expectRendered(loaded: LoadedRules, folder: string, golden: string): Promise<void> {
  const rendered = renderProblems(loaded.problems).replaceAll(`${folder}/`, '').replaceAll(folder, '.');
  await expect(rendered).toMatchFileSnapshot(`golden/${golden}.txt`);
}

describe('which files', () => {
  test('every .toml of a folder at any depth, in order, and nothing else', () => {
    const folder = folderWith({
      'b.toml': ruleText(1),
      'a/b.toml': ruleText(2),
      'a/Z.toml': ruleText(3),
      'b.json': '[]',
      '.hidden/c.toml': ruleText(4),
      'README.md': '# rules',
    });
    const loaded = loadRules([folder]);
    expect(loaded.problems).toEqual([]);
    expect(sources(loaded)).toEqual(['a/Z.toml', 'a/b.toml', 'b.toml']);
    expect(loaded.rules[0]?.file.path).toBe(join(folder, 'a/Z.toml'));
  });

  test('a file that is named, whatever its ending', () => {
    const folder = folderWith({ 'a.rule': ruleText(1) });
    expect(sources(loadRules([join(folder, 'a.rule')]))).toEqual(['a.rule']);
  });

  test('a file that several paths and links lead to, once', () => {
    const folder = folderWith({ 'rules/a.toml': ruleText(1), 'more/b.toml': ruleText(2) });
    symlinkSync(join(folder, 'rules'), join(folder, 'more/again'));
    symlinkSync(folder, join(folder, 'rules/cycle'));
    const loaded = loadRules([join(folder, 'more'), folder, join(folder, 'rules/a.toml')]);
    expect(loaded.problems).toEqual([]);
    expect(sources(loaded)).toEqual(['again/a.toml', 'b.toml']);
  });

  test('paths without a rule', async () => {
    const folder = folderWith({ 'empty/README.md': '', 'rules/a.toml': ruleText(1) });
    symlinkSync(join(folder, 'nowhere'), join(folder, 'rules/dangling.toml'));
    const loaded = loadRules(['missing', 'empty', 'rules'].map((name) => join(folder, name)));
    await expectRendered(loaded, folder, 'paths');
    expect(sources(loaded)).toEqual(['a.toml']);
  });

  test('a rule of the same id takes the place of one that may be replaced, and of no other', async () => {
    const folder = folderWith({
      'bundled/a.toml': ruleText(1),
      'bundled/b.toml': ruleText(2),
      'own/c.toml': ruleText(1).replace('A rule.', 'Another rule.'),
      'own/d.toml': ruleText(4),
      'own/e.toml': ruleText(4),
    });
    const [bundled, own] = [join(folder, 'bundled'), join(folder, 'own')];
    const loaded = loadRules([bundled, own], { replaceable: bundled });
    expect(sources(loaded)).toEqual(['c.toml', 'd.toml', 'b.toml']);
    expect(loaded.replaced).toEqual(['Rule 1']);
    expect(codes(loaded)).toEqual(['duplicate-rule-id']);
    expect(codes(loadRules([bundled, own]))).toEqual(['duplicate-rule-id', 'duplicate-rule-id']);
  });

  test('no paths, no rules', () => {
    expect(loadRules([])).toEqual({ rules: [], exceptions: [], problems: [], replaced: [], profiles: [] });
  });
});

test('the problems of all files are reported together, and the other rules load', async () => {
  const folder = folderWith({
    'a.toml': ruleText(1).replace('severity', 'severty'),
    'b.toml': ruleText(2),
    'c.toml': '[rule',
    'd.toml': '',
  });
  const loaded = loadRules([folder]);
  await expectRendered(loaded, folder, 'several-files');
  expect(sources(loaded)).toEqual(['b.toml']);
});

test('an id belongs to the first rule that has it, even if that rule has problems', async () => {
  const folder = folderWith({
    'a.toml': `# a comment\n${ruleText(1).replace('score = 47', 'score = 470')}`,
    'b.toml': ruleText(1),
    'c.toml': ruleText(2),
    'd.toml': ruleText(2),
  });
  const loaded = loadRules([folder]);
  await expectRendered(loaded, folder, 'duplicate-ids');
  expect(sources(loaded)).toEqual(['c.toml']);
});

describe('encodings', () => {
  test('not UTF-8: the first wrong byte, not a replacement character of the file itself', async () => {
    const folder = folderWith({
      'a.toml': Buffer.concat([
        Buffer.from(`\u{feff}# ok: \u{fffd}é\nname = "`),
        Buffer.from([0x66, 0xfc, 0x72]),
        Buffer.from('"\n'),
      ]),
      'b.toml': Buffer.from([0xff, 0xfe, 0x5b, 0x00]),
    });
    await expectRendered(loadRules([folder]), folder, 'not-utf8');
  });

  test('a byte order mark and CRLF change neither values nor places', () => {
    const text = ruleText(1).replace(
      '"kubernetes.audit.verb: get"',
      "'''\na: 1\nor b: 2\n'''\nnote = '''\na\nb'''",
    );
    const windows = `\u{feff}${text.replaceAll('\n', '\r\n')}`;
    const folder = folderWith({ 'unix/a.toml': text, 'windows/a.toml': windows });
    const [unix] = loadRules([join(folder, 'unix')]).rules;
    const [other] = loadRules([join(folder, 'windows')]).rules;
    if (unix?.type !== 'query' || other?.type !== 'query') throw new Error('did not load');
    expect(other.metadata).toEqual(unix.metadata);
    expect(other.query.text).toBe('a: 1\nor b: 2\n');
    const start = other.query.text.indexOf('b: 2');
    const problem = inFile(other.file, other.query, {
      severity: 'error',
      code: 'test',
      message: 'here',
      span: { start, end: start + 4 },
    });
    expect(renderProblems([problem])).toContain(
      ':10:4: error[test]: here\n   |\n10 | or b: 2\n   |    ^^^^\n',
    );
  });

  test('CRLF: a mistake is placed as it is with LF', () => {
    const text = ruleText(1).replace('"medium"', '"medum"');
    const places = [text, text.replaceAll('\n', '\r\n')].map((content) => {
      const folder = folderWith({ 'a.toml': content });
      return renderProblems(loadRules([folder]).problems).replaceAll(folder, '');
    });
    expect(places[1]).toBe(places[0]);
    expect(places[0]).toContain('/a.toml:6:12: error[invalid-value]');
  });
});

describe('a problem of a query', () => {
  test('without a place is at the whole query; at its end, before the closing quote', () => {
    const folder = folderWith({ 'a.toml': ruleText(1) });
    const [rule] = loadRules([folder]).rules;
    if (rule?.type !== 'query') throw new Error('did not load');
    const { file, query } = rule;
    const problem = { severity: 'error', code: 'test', message: 'here' } as const;
    const text = ({ span }: { span?: { start: number; end: number } }): string | undefined =>
      span && file.text.slice(span.start, span.end);
    expect(text(inFile(file, query, problem))).toBe('"kubernetes.audit.verb: get"');
    const { length } = query.text;
    const atEnd = inFile(file, query, { ...problem, span: { start: length, end: length } });
    expect(file.text.slice(atEnd.span?.start)).toMatch(/^"\n/);
    expect(text(inFile(file, query, { ...problem, span: { start: length - 3, end: length } }))).toBe('get');
  });
});

test('a problem of a query ends with its last character, not where the next one begins', () => {
  const folder = folderWith({
    'a.toml': ruleText(1).replace('"kubernetes.audit.verb: get"', '"""a: 1\\\n  or b"""'),
  });
  const [rule] = loadRules([folder]).rules;
  if (rule?.type !== 'query') throw new Error('did not load');
  expect(rule.query.text).toBe('a: 1or b');
  const problem = { severity: 'error', code: 'test', message: 'here', span: { start: 3, end: 4 } } as const;
  const { span } = inFile(rule.file, rule.query, problem);
  expect(rule.file.text.slice(span?.start, span?.end)).toBe('1');
});

test('keys of the rule can be found again', () => {
  const folder = folderWith({ 'a.toml': `${ruleText(1)}index = ["a", "b"]\n` });
  const [rule] = loadRules([folder]).rules;
  const text = (...path: (string | number)[]): string => {
    const span = rule?.spanOf(...path);
    return rule?.file.text.slice(span?.start, span?.end) ?? '';
  };
  expect(text('index', 1)).toBe('"b"');
  expect(text('rule_id')).toBe(JSON.stringify(ruleId(1)));
  expect(text('threshold', 'value')).toBe('rule');
});

test('problems are rendered the same on every run', () => {
  const folder = folderWith({ 'b.toml': '[rule]\nx = 1\ny = 2\n', 'a.toml': '[rule]\n' });
  expect(renderProblems(loadRules([folder]).problems)).toBe(renderProblems(loadRules([folder]).problems));
  expect(new Set(codes(loadRules([folder])))).toEqual(new Set(['missing-key', 'unknown-key']));
});
