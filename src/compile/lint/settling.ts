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

/** Whether no event fulfils a condition without regard to one of the fields. */
function asksFor({ kind, fields, of }: Condition, names: RegExp): boolean {
  switch (kind) {
    case 'condition':
      return fields.some((name) => names.test(name));
    case 'or':
      return of.every((each) => asksFor(each, names));
    // Of what must not hold each part must not.
    case 'and':
    case 'not':
      return of.some((each) => (kind === 'not' ? mentions(each, names) : asksFor(each, names)));
  }
}

function mentions({ fields, of }: Condition, names: RegExp): boolean {
  return fields.some((name) => names.test(name)) || of.some((each) => mentions(each, names));
}
