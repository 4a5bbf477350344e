/** The code that reads a field. */

import { likelyKey } from '../../schema/annotation.ts';
import type { Field } from '../../schema/field.ts';
import { headField } from '../../schema/head.ts';
import { type Code, js, property } from './code.ts';
import type { ModuleScope } from './module-scope.ts';

/** What fields are read from: the name of the event's parameter and of its head's, or of an element's alone. */
export interface Base {
  readonly node: Code;
  readonly head?: Code;
}

/** An expression that reads the field: a value, or an array (nested as it may be) of values. */
export function emitValue({ access }: Field, { node: base, head }: Base, scope: ModuleScope): Code {
  const read = headField(access);
  if (head !== undefined && read !== undefined) return property(head, read);
  switch (access.from) {
    case 'path':
      // A single key spans no steps, however many dots it holds.
      return access.dotted && access.steps.length > 1
        ? dotted(base, access.steps, scope)
        : exact(base, access.steps, scope);
    case 'annotation':
      return js`${scope.use('annotation')}(${base}, ${access.key}, ${likelyKey(access.key)})`;
    case 'derived': {
      const value = js`${scope.use(access.by)}(${base}, c.partial)`;
      if (access.steps.length > 1) return dotted(value, access.steps, scope);
      return access.steps.reduce((node, step) => js`${scope.use('member')}(${node}, ${step})`, value);
    }
    case 'origin':
      return js`${scope.use('fromOrigin')}(c.origin, ${access.key})`;
    case 'constant':
      return js`${access.value}`;
    case 'matching':
      return js`${scope.use('matching')}(${base}, ${access.prefix}, ${scope.constant('pattern', js`${access.pattern}`)})`;
    case 'nowhere':
      return js`undefined`;
  }
}

function exact(base: Code, steps: readonly string[], scope: ModuleScope): Code {
  const [first, ...rest] = steps;
  if (first === undefined) return base;
  const member = rest.length === 0 ? js`` : scope.use('member');
  // The base is an object for certain; what is below may be anything.
  return rest.reduce((node, step) => js`${member}(${node}, ${step})`, property(base, first));
}

function dotted(base: Code, steps: readonly string[], scope: ModuleScope): Code {
  return js`${scope.use('dotted')}(${base}, ${scope.constant('steps', js`${steps}`)})`;
}
