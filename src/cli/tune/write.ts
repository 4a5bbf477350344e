/** Exceptions as a file holds them (docs/exceptions.md). */
import { stringify } from '@iarna/toml';
import { findRules } from '../../compile/exceptions/find-rules.ts';
import type { LoadedException } from '../../compile/exceptions/loaded-exception.ts';
import { readExceptions } from '../../compile/exceptions/read-exceptions.ts';
import type { SourceFile } from '../../compile/problem.ts';
import { parseToml } from '../../compile/toml/parse.ts';
import { visible } from '../../text/visible.ts';
import type { Proposal } from './propose.ts';

export interface Signed {
  readonly author: string;
  /** As `2026-12-31`. */
  readonly expires: string | undefined;
  /** Absent: that it happens often is no reason; whoever excepts it has to know one. */
  readonly reason?: string;
}

/** @param comment lines about it */
export function exceptionText(
  { rule, condition }: Proposal,
  { author, expires, reason = 'TODO: why this is harmless' }: Signed,
  comment: readonly string[] = [],
): string {
  const [, list = ''] = /^rules = (.*)\n$/s.exec(stringify({ rules: [rule.id] })) ?? [];
  return [
    ...comment.map((line) => `# ${visible(line)}`),
    '[[exception]]',
    `rules = ${list.replaceAll(/^\[ | \]$/g, (bracket) => bracket.trim())} # ${visible(rule.name)}`,
    `condition = '''\n${condition}\n'''`,
    stringify({ reason }).trim(),
    stringify({ author }).trim(),
    ...(expires === undefined ? [] : [`expires = ${expires}`]),
    '',
  ].join('\n');
}

/** What a build would make of the exception. */
export function loaded(proposal: Proposal): {
  readonly exception?: LoadedException;
  readonly file: SourceFile;
} {
  const file = {
    path: 'proposed',
    text: exceptionText(proposal, { author: 'harrier tune', expires: undefined, reason: 'proposed' }),
  };
  const toml = parseToml(file);
  if ('problem' in toml) return { file };
  const { exceptions } = readExceptions(toml, file.path, 'all');
  const { id, name } = proposal.rule;
  const [exception] = findRules(exceptions, [{ id, name, source: '' }], false).exceptions;
  return exception === undefined ? { file } : { exception, file };
}
