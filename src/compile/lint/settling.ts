/** A settling period that begins though nothing was created: whoever brings it about is not told of. */
import type { Condition } from '../conditions/conditions.ts';
import type { Problem } from '../problem.ts';

/** What an event must say for its request to have created something. */
const needed = [
  {
    fields: /\.responseStatus\.(?:code|status)$|\.responseObject\b/,
    code: 'settling-by-refused',
    message: 'a request that was refused begins a settling period, too: anybody may make it',
    hint: 'ask for what was created: `kubernetes.audit.responseStatus.code:201`',
  },
  {
    fields: /^harrier\.dry_run$/,
    code: 'settling-by-dry-run',
    message: 'a dry run, which creates nothing, begins a settling period, too',
    hint: 'leave it out: `not harrier.dry_run:true`',
  },
] as const;

export function nothingCreated(tree: Condition): readonly Problem[] {
  return needed
    .filter(({ fields }) => !asksFor(tree, fields))
    .map(({ code, message, hint }) => ({ severity: 'warning', code, message, hint, span: tree.span }));
}

/** Whether no event fulfils a condition without regard to one of the fields; or, negated, whether none falls short of it so. */
function asksFor({ kind, fields, of }: Condition, names: RegExp, isNegated = false): boolean {
  switch (kind) {
    case 'condition':
      return fields.some((name) => names.test(name));
    case 'not':
      return of.every((each) => asksFor(each, names, !isNegated));
    case 'and':
    case 'or':
      return (kind === 'or') === isNegated
        ? of.some((each) => asksFor(each, names, isNegated))
        : of.every((each) => asksFor(each, names, isNegated));
  }
}
