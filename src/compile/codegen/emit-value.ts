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

/** An expression for what is at the field's place: a value, or an array (nested as it may be) of values. */
export function emitValue({ place }: Field, { node: base, head }: Base, scope: ModuleScope): Code {
  const read = headField(place);
  if (head !== undefined && read !== undefined) return property(head, read);
  switch (place.from) {
    case 'path':
      // A single key spans no steps, however many dots it holds.
      return place.dotted && place.steps.length > 1
        ? dotted(base, place.steps, scope)
        : exact(base, place.steps, scope);
    case 'annotation':
      return js`${scope.use('annotation')}(${base}, ${place.key}, ${likelyKey(place.key)})`;
    case 'derived': {
      const value = js`${scope.use(place.by)}(${base}, c.partial)`;
      if (place.steps.length > 1) return dotted(value, place.steps, scope);
      return place.steps.reduce((node, step) => js`${scope.use('member')}(${node}, ${step})`, value);
    }
    case 'origin':
      return js`${scope.use('fromOrigin')}(c.origin, ${place.key})`;
    case 'constant':
      return js`${place.value}`;
    case 'matching':
      return js`${scope.use('matching')}(${base}, ${place.prefix}, ${scope.constant('pattern', js`${place.pattern}`)})`;
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
