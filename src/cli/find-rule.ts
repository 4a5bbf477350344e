import type { LoadedRule } from '../compile/rules/loaded-rule.ts';
import { suggest } from '../compile/suggest.ts';
import { UsageError } from './command.ts';

/**
 * @param word a rule's id, its name in any case, or the name of its file with or without `.toml`
 * @throws UsageError if it is no rule's, or that of several
 */
export function findRule(rules: readonly LoadedRule[], word: string): LoadedRule {
  const lower = word.toLowerCase();
  const ways: ((rule: LoadedRule) => boolean)[] = [
    ({ metadata }) => metadata.id === word,
    ({ metadata }) => metadata.name === word,
    ({ metadata }) => metadata.name.toLowerCase() === lower,
    ({ metadata: { source } }) => source === word || fileName(source) === fileName(word),
  ];
  for (const way of ways) {
    const found = rules.filter(way);
    const [rule] = found;
    if (found.length > 1) {
      const sources = found.map(({ metadata }) => metadata.source).join(', ');
      throw new UsageError(`${found.length} rules are called \`${word}\`: ${sources}; name its rule_id`);
    }
    if (rule !== undefined) return rule;
  }
  const names = rules.flatMap(({ metadata: { id, name, source } }) => [id, name, fileName(source)]);
  const meant = suggest(word, names) ?? names.find((name) => name.toLowerCase().includes(lower));
  const hint = meant === undefined ? '`harrier list` shows them' : `did you mean \`${meant}\`?`;
  throw new UsageError(`no rule has the id, the name or the file \`${word}\`; ${hint}`);
}

function fileName(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.toml$/, '');
}
