/**
 * Rules' texts in a bundle: what only alerts say, such as a rule's description and what to do, is most of the rule
 * set, and most invocations make no alert. The bundle holds it compressed, and decompresses it for the first alert.
 */
import { readFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

/** Members of a rule that nothing but an alert reads. */
export const textMembers = [
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

/** What replaces the texts: they are members of the rule still, and are read when they are asked for. */
const reading = `
import { brotliDecompressSync as decompressTexts } from 'node:zlib';
let texts;
function withTexts(rule, index, members) {
  for (const member of members) {
    Object.defineProperty(rule, member, {
      enumerable: true,
      get: () => {
        texts ??= JSON.parse(decompressTexts(Buffer.from(compressedTexts, 'base64')).toString());
        return texts[index][member];
      },
    });
  }
  return rule;
}
`;

/**
 * @param source the text of a rule set module
 * @returns a module of the same rule set, with the texts compressed
 */
export function compressTexts(source: string): string {
  const texts: Record<string, unknown>[] = [];
  const rewritten = source.replace(ruleLiteral, (_, indent: string, literal: string) => {
    const rule = runInNewContext(`(${literal})`) as Record<string, unknown>;
    const members = textMembers.filter((member) => Object.hasOwn(rule, member));
    texts.push(Object.fromEntries(members.map((member) => [member, rule[member]])));
    for (const member of members) delete rule[member];
    return `${indent}rule: withTexts(${JSON.stringify(rule)}, ${texts.length - 1}, ${JSON.stringify(members)})`;
  });
  const compressed = brotliCompressSync(JSON.stringify(texts)).toString('base64');
  return `${rewritten}${reading}const compressedTexts = ${JSON.stringify(compressed)};\n`;
}

export const compressedRuleTexts: Plugin = {
  name: 'compressed-rule-texts',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]build[\\/]rules\.js$/ }, async ({ path }) => ({
      contents: compressTexts(await readFile(path, 'utf8')),
    }));
  },
};
