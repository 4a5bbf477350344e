/**
 * Rules' texts in a bundle: what only alerts say, such as a rule's description and what to do, is most of the rule
 * set, and most invocations make no alert. It is in a file beside the bundle, compressed, which is read for the first
 * alert.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

/** Members of a rule that nothing but an alert reads. */
export const textMembers = [
  'name',
  'source',
  'severity',
  'riskScore',
  'buildingBlock',
  'description',
  'references',
  'falsePositives',
  'threat',
  'note',
  'setup',
  'tags',
  'author',
  'license',
] as const;

/** A rule as `build/rules.js` has it: in lines of its own, so no text of a rule can look like it. */
const ruleLiteral = /^( {2,})rule: (\{\n[\s\S]*?\n\1\})(?=,?$)/gm;

/** Beside each bundle. */
const fileName = 'rule-texts.br';

/** What replaces the texts: they are members of the rule still, and are read when they are asked for. */
const reading = `
import { readFileSync as readTexts } from 'node:fs';
import { brotliDecompressSync as decompressTexts } from 'node:zlib';
let texts;
function withTexts(rule, index, members) {
  for (const member of members) {
    Object.defineProperty(rule, member, {
      enumerable: true,
      get: () => {
        texts ??= JSON.parse(decompressTexts(readTexts(textsFile)).toString());
        return texts[index][member];
      },
    });
  }
  return rule;
}
`;

export interface WithoutTexts {
  /** A module of the same rule set, which reads the texts from a file. */
  readonly module: string;
  /** What is in the file. */
  readonly texts: Buffer;
}

/**
 * @param source the text of a rule set module
 * @param file where the texts will be, as JavaScript
 */
export function compressTexts(
  source: string,
  file = `require('node:path').join(__dirname, ${JSON.stringify(fileName)})`,
): WithoutTexts {
  const texts: Record<string, unknown>[] = [];
  const sets = new Map<string, string>();
  const shared = new Map<string, string>();
  const rewritten = source.replace(ruleLiteral, (_, indent: string, literal: string) => {
    const rule = runInNewContext(`(${literal})`) as Record<string, unknown>;
    const members = textMembers.filter((member) => Object.hasOwn(rule, member));
    texts.push(Object.fromEntries(members.map((member) => [member, rule[member]])));
    for (const member of members) delete rule[member];
    const set = JSON.stringify(members);
    if (!sets.has(set)) sets.set(set, `members${sets.size + 1}`);
    return `${indent}rule: withTexts(${literalOf(rule, shared)}, ${texts.length - 1}, ${sets.get(set)})`;
  });
  const constants = [...sets, ...shared].map(([value, name]) => `const ${name} = ${value};\n`).join('');
  // Above the rule set, whose entries refer to them.
  const at = rewritten.indexOf('\nexport const ruleSet');
  const module = `${rewritten.slice(0, at)}\n${constants}${rewritten.slice(at)}${reading}const textsFile = ${file};\n`;
  return { module, texts: brotliCompressSync(JSON.stringify(texts)) };
}

/**
 * Many rules say the same of suppression and of the time that they look back, and many yield to the same rules: what they
 * say is in the module once.
 * @param shared names of constants by their values; those that are not there yet are added
 */
function literalOf(rule: Readonly<Record<string, unknown>>, shared: Map<string, string>): string {
  const once = (value: unknown): string => {
    const literal = JSON.stringify(value);
    if (!shared.has(literal)) shared.set(literal, `shared${shared.size + 1}`);
    return shared.get(literal) ?? literal;
  };
  const codeOf = (name: string, value: unknown): string => {
    if (name === 'id' || name === 'suppression' || name === 'schedule') return once(value);
    return name === 'yieldsTo' && Array.isArray(value) ? `[${value.map(once)}]` : JSON.stringify(value);
  };
  const members = Object.entries(rule).map(
    ([name, value]) => `${JSON.stringify(name)}: ${codeOf(name, value)}`,
  );
  return `{ ${members.join(', ')} }`;
}

/**
 * Writes the texts to a file beside the bundles.
 * @param rules the rule set module
 */
export const compressedRuleTexts = (rules: string, outdir: string): Plugin => ({
  name: 'compressed-rule-texts',
  setup({ onLoad, onEnd, initialOptions: { write = true } }) {
    let found: Buffer | undefined;
    onLoad({ filter: /[\\/]rules\.js$/ }, async ({ path }) => {
      if (path !== rules) return undefined;
      const { module, texts } = compressTexts(await readFile(path, 'utf8'));
      found = texts;
      return { contents: module };
    });
    onEnd(async () => {
      if (found === undefined || !write) return;
      await mkdir(outdir, { recursive: true });
      await writeFile(join(outdir, fileName), found);
    });
  },
});
