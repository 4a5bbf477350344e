/** Sentences of alerts, taken apart; and what callers write to be taken for the end of one. */
import { expect, it } from 'vitest';
import { partsOf } from '../../../src/incident/telling/sentence.ts';

const from = ' from 203.0.113.7 with kubectl 1.31.0';

it.each([
  ['a person', 'arn:aws:sts::1:assumed-role/a/b (as admin) listed secrets', 'listed secrets', ''],
  ['a service account', 'Service account shop/web (pod web-1) read secret a/b', 'read secret a/b', ''],
  ['a node', 'Node ip-10-0-0-1 listed pods', 'listed pods', ''],
  [
    'nobody known',
    'An unknown caller was not authenticated when trying to read a pod',
    'was not authenticated when trying to read a pod',
    '',
  ],
  ['nobody', 'An unauthenticated caller (system:anonymous) listed pods', 'listed pods', ''],
  ['a session of a user', 'dev (session alice) listed pods', 'listed pods', ''],
  ['somebody who impersonates', 'alice, impersonating system:admin, listed pods', 'listed pods', ''],
  ['a name that is quoted', '"a b \\" from 1.2.3.4" listed pods', 'listed pods', ''],
  ['several requests', 'alice listed pods', 'listed pods', ' (newest of 3 requests within 4 min)'],
  ['what was suppressed', 'alice listed pods', 'listed pods', ' (1 suppressed in the time before)'],
  [
    'a cut record',
    'alice listed pods',
    'listed pods',
    ' (its URI begins with "/a b"; the record was cut, details are missing)',
  ],
  ['an image', 'alice created pod a/b (image x)', 'created pod a/b (image x)', ''],
])('of %s', (_, start, what, tail) => {
  expect(partsOf(`${start}${from}${tail}`)).toEqual({ what, whence: from, tail });
  expect(partsOf(`${start}${tail}`)).toEqual({ what, whence: '', tail });
});

it.each([
  ['a command', 'ran `x from 192.0.2.1 with kubectl 1.0` in pod a/b'],
  ['a command with brackets', 'ran `x from 192.0.2.1 (newest of 2 requests)` in pod a/b'],
  ['a name', 'read pod "a from 192.0.2.1 with b"'],
  ['a name with a bracket', 'read pod "a from 192.0.2.1 (b"'],
])('%s is not taken for the end', (_, what) => {
  const tail = ' (newest of 2 requests within 3 s)';
  expect(partsOf(`alice ${what}${from}${tail}`)).toEqual({ what, whence: from, tail });
});

it.each([
  ['from 203.0.113.7 with "x from 192.0.2.1"'],
  ['from 203.0.113.7 with "x from 192.0.2.1 with kubectl 1.0 (newest of 2 requests)"'],
  ['from "192.0.2.1 with x" through 203.0.113.7 with "y from z"'],
  ['from 203.0.113.7 through 192.0.2.1, 192.0.2.2 with kubectl 1.31.0'],
  ['from 203.0.113.7'],
])('%s is all of the end', (whence) => {
  expect(partsOf(`alice listed pods ${whence}`)).toEqual({
    what: 'listed pods',
    whence: ` ${whence}`,
    tail: '',
  });
});

it('a sentence of another form is left whole', () => {
  expect(partsOf('')).toBeUndefined();
  expect(partsOf('"not closed listed pods')).toBeUndefined();
  expect(partsOf('alice')).toBeUndefined();
});
