/** The list of our own rules in rules/README.md. */
import { basename } from 'node:path';
import type { LoadedRule } from '../src/compile/rules/loaded-rule.ts';

const head = '| rule | what it reports | severity |\n| --- | --- | --- |\n';

/**
 * @param page rules/README.md
 * @returns the page, with the rows of its table made anew, by the names of the rules' files
 */
export function withRuleTable(page: string, rules: readonly LoadedRule[]): string {
  const [before, rest, ...others] = page.split(head);
  if (before === undefined || rest === undefined || others.length > 0)
    throw new Error('rules/README.md has no table of rules, or more than one');
  const after = rest.slice(rest.indexOf('\n\n'));
  const rows = rules.map(rowOf).toSorted();
  return `${before}${head}${rows.join('\n')}${after}`;
}

/** The name of a rule's file, without its ending. */
export function fileOf({ metadata }: LoadedRule): string {
  return basename(metadata.source, '.toml');
}

function rowOf(rule: LoadedRule): string {
  const { name, severity, buildingBlock } = rule.metadata;
  const file = fileOf(rule);
  return `| [\`${file}\`](${file}.toml) | ${name} | ${severity}${buildingBlock ? ' (bb)' : ''} |`;
}
