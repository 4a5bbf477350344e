import { describe, expect, it } from 'vitest';
import { Code, comment, js, name, property } from '../../../src/compile/codegen/code.ts';
import { emitModule, type LoweredRule } from '../../../src/compile/codegen/emit-module.ts';
import type { Predicate, ValueTest } from '../../../src/compile/predicate.ts';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { Rule } from '../../../src/rule.ts';
import type { Field, FieldAccess } from '../../../src/schema/field.ts';
import { headOf } from '../../../src/schema/head.ts';
import { loadModule, runtime } from '../../load-module.ts';

/** Strings that would leave a literal, a template, a comment or a property name if anything pasted them. */
const hostile = [
  '"; globalThis.pwned = true; "',
  "'; globalThis.pwned = true; '",
  '`; globalThis.pwned = true; `',
  ['$', '{globalThis.pwned = true}'].join(''),
  '*/ globalThis.pwned = true; /*',
  '\n globalThis.pwned = true;\n',
  '\r globalThis.pwned = true;\r',
  '\u2028 globalThis.pwned = true; \u2029',
  '\\"; globalThis.pwned = true; //',
  '\\u0022; globalThis.pwned = true; //',
  '</script><script>globalThis.pwned = true</script>',
  '__proto__',
  'constructor',
  ']; globalThis.pwned = true; [',
  '/g; globalThis.pwned = true; /',
  '\u0000\u202eevil\ud800',
];

function ruleWith(text: string): Rule {
  return {
    type: 'query',
    id: text,
    name: text,
    description: text,
    author: [text],
    license: text,
    severity: 'low',
    riskScore: 21,
    tags: [text],
    references: [text],
    falsePositives: [text],
    note: text,
    setup: text,
    threat: [{ framework: text, tactic: { id: text, name: text, reference: text } }],
    buildingBlock: false,
    source: text,
  };
}

function everyPlace(text: string): readonly FieldAccess[] {
  return [
    { from: 'path', steps: [text], dotted: false },
    { from: 'path', steps: ['objectRef', text], dotted: false },
    { from: 'path', steps: [text, text], dotted: true },
    { from: 'annotation', key: text },
    { from: 'derived', by: 'containers', steps: [text] },
    { from: 'derived', by: 'pod', steps: [text, text] },
    { from: 'constant', value: text },
    { from: 'matching', pattern: [text, text], prefix: text },
  ];
}

function everyTest(text: string): readonly ValueTest[] {
  return [
    { kind: 'keyword', values: [text] },
    { kind: 'keyword', values: [text, 'other'] },
    {
      kind: 'wildcard',
      patterns: [
        ['', text, ''],
        [text, ''],
        ['', text],
        [text, text, text],
      ],
    },
    { kind: 'keyword-order', op: 'gte', value: text },
    { kind: 'either', of: [{ kind: 'keyword', values: [text] }] },
  ];
}

describe('emitted code', () => {
  it.each(hostile.map((text) => [JSON.stringify(text), text]))(
    'holds %s as data in every place',
    async (_label, text) => {
      const lowered = everyPlace(text).flatMap((place) =>
        everyTest(text).map((test): LoweredRule => {
          const field: Field = { name: text, type: 'keyword', access: place };
          const predicate: Predicate = {
            kind: 'element',
            field,
            of: { kind: 'not', of: { kind: 'some', field, test } },
          };
          const of: Predicate[] = [{ kind: 'some', field, test }, predicate];
          return {
            rule: ruleWith(text),
            stages: [
              {
                predicate: { kind: 'or', of },
                requires: { verb: [text], resource: [text], subresource: [text, null] },
                exceptions: [{ predicate, note: text, until: 0, wholeEventsOnly: true }],
              },
            ],
          };
        }),
      );
      const { ruleSet } = (await loadModule(emitModule(lowered, runtime))) as { ruleSet: RuleSet };
      for (const compiled of ruleSet.rules) {
        expect(compiled.rule).toEqual(ruleWith(text));
        const event = { verb: text, objectRef: { [text]: text } };
        compiled.stages[0]?.test(event, { origin: { source: text }, now: 0 }, headOf(event));
      }
      const own = ruleSet.rules[0]?.stages[0];
      const event = Object.fromEntries([[text, text]]);
      expect(own?.test(event, { origin: { source: '' }, now: 0 }, headOf(event))).toBe(true);
      expect((globalThis as { pwned?: boolean }).pwned).toBeUndefined();
    },
  );

  it('is the same for the same rules', () => {
    const lowered: LoweredRule[] = [
      { rule: ruleWith('a'), stages: [{ predicate: { kind: 'constant', value: true }, requires: {} }] },
      {
        rule: ruleWith('b'),
        stages: [{ predicate: { kind: 'constant', value: false }, requires: { verb: ['get'] } }],
      },
    ];
    expect(emitModule(lowered, 'r')).toBe(emitModule(structuredClone(lowered), 'r'));
  });
});

describe('the code template', () => {
  it('quotes what is not code', () => {
    expect(js`f(${'a"b'}, ${[1, 'x']}, ${{ k: null }})`.text).toBe('f("a\\"b", [1,"x"], {"k":null})');
  });

  it('refuses what is neither code nor data', () => {
    expect(() => js`${Number.NaN}`).toThrow('not a finite number');
    expect(() => js`${(() => 1) as never}`).toThrow('not a literal');
    expect(() => name('a b')).toThrow('not an identifier');
    expect(() => new Code('alert(1)', Symbol('maker'))).toThrow('made by the js template');
    expect(() => `${js`a`}`).toThrow('must not be joined as text');
  });

  it('writes a property by its name only where the name is an identifier', () => {
    expect(property(js`e`, 'verb').text).toBe('e.verb');
    expect(property(js`e`, 'a-b"]').text).toBe('e["a-b\\"]"]');
  });

  it('keeps a comment on its line', () => {
    expect(comment('a\nb\u2028c\r\nd').text).toBe('// a b c d');
  });

  it('keeps a key __proto__ a key', () => {
    const data = Object.fromEntries([['__proto__', 'x']]) as Record<string, string>;
    expect(js`${data}`.text).toBe('{["__proto__"]:"x"}');
    expect(js`${'"__proto__":'}`.text).toBe('"\\"__proto__\\":"');
  });
});
