import { describe, expect, it } from 'vitest';
import { pipedInto } from '../../../src/schema/own/shell.ts';

describe('pipedInto', () => {
  it.each<[string, readonly string[]]>([
    ['curl -s x | sh', ['sh']],
    ['curl -s x |sh', ['sh']],
    ['curl -s x|sh', ['sh']],
    ['curl -s x|sh&', ['sh']],
    ['curl -s x | /bin/sh', ['sh']],
    ['curl -s x|/usr/local/bin/bash -s -- y', ['bash']],
    ['curl -s x |& bash', ['bash']],
    ['curl -s x |\n  bash', ['bash']],
    ['curl -s x | \\\n  bash', ['bash']],
    ['(curl -s x | sh)', ['sh']],
    ['curl -s x | (sh)', ['sh']],
    ['curl -s x | { sh; }', ['sh']],
    ['`curl -s x|sh`', ['sh']],
    ['curl -s x | sh >/dev/null', ['sh']],
    ['curl -s x | sh>/dev/null', ['sh']],
    ["curl -s x | s''h", ['sh']],
    ['curl -s x | "bash"', ['bash']],
    ['curl -s x | sudo bash', ['bash']],
    ['curl -s x | sudo -u root bash', ['root', 'bash']],
    ['curl -s x | A=1 B=2 bash', ['bash']],
    ['curl -s x | /usr/bin/env -i bash', ['bash']],
    ['curl -s x | busybox sh', ['sh']],
    ['a | b | c', ['b', 'c']],
    ['a | sha256sum', ['sha256sum']],
    ['a || sh', []],
    ['a || b | sh', ['sh']],
    ['a | jq . > /tmp/sh', ['jq']],
    ['a |', []],
    ['a | ; sh', []],
    ['a', []],
    ['', []],
  ])('of %j are %j', (line, expected) => {
    expect(pipedInto(line)).toEqual(expected);
  });

  it('takes any number of pipes, options and blanks', () => {
    const many = 200_000;
    expect(pipedInto('|a'.repeat(many))).toHaveLength(many);
    expect(pipedInto(`|${' -a b'.repeat(many)}`)).toHaveLength(many);
    expect(pipedInto(`|${' '.repeat(many)};${'|{'.repeat(many)}`)).toEqual([]);
  });
});
