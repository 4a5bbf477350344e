import { describe, expect, it } from 'vitest';
import { redactCommandLine } from '../../../src/text/redact/command-line.ts';
import { commandsOf } from '../../../src/text/redact/shell.ts';
import { marked } from './marked.ts';

describe('in a command line', () => {
  it.each([
    'mysql -p«x» -u y',
    "mysql -p'«a b»' y",
    'mysql "-p«a b»" y',
    "mysql -p«x'a b'y» a",
    'mysql \\\n -p«x»',
    'curl -u "a:«b c»" h',
    'curl -u a:"«b c»" h',
    'curl -u \\a:«b» h',
    'x --password="«a b»" y',
    "x --password=«a'b c'd» y",
    "export PASS=«a'b c'd»; y",
    'PASS="«a b»" y',
    'export PASS="«x»" y',
    'a | mysql -p«x» && curl -u a:«b» h || c; d & e',
    '(mysql -p«x»)',
    'a `mysql -p«x»` b',
    'a $(mysql -p«x») b',
    'a=$(curl -u a:«b» h)',
    'mysql -p«x»>f 2>&1 <g',
    'sh -c "mysql -p«x» y"',
    "sh -c 'mysql -p«x» y'",
    'ssh h "sh -c \'mysql -p«x» y\'"',
    'echo "mysql -p«x»" \'curl -u a:«b»\'',
    // What is fed to what reads a secret.
    'echo «x» | docker login -u u --password-stdin r',
    'printf %s\\\\n «x» | docker login --password-stdin',
    "printf '%s' '«x»' | sudo -S id",
    'echo -n «x» | passwd u',
    'echo «x» «y» | gpg --passphrase-fd 0',
    'echo «x» | a.b --pass-stdin',
    'echo «x» |& chpasswd',
    '/bin/echo «u:x» | /usr/sbin/chpasswd',
    'docker login --password-stdin r <<< «x»',
    'gh auth login --with-token <<< "«a b»"',
    'kinit u <<<«x»',
    'vault login - <<< «x» ; y <<< z',
  ])('%s', (text) => {
    const { given, shown } = marked(text);
    expect(redactCommandLine(given)).toBe(shown);
    expect(redactCommandLine(shown)).toBe(shown);
  });

  it.each([
    'mysql',
    'mysql -p x',
    'mysql-px y',
    "PASS='",
    'user="u", password="x",a="b"',
    'LEVEL="debug" y',
    'echo x | tee y',
    'echo x || docker login --password-stdin',
    'echo x ; docker login --password-stdin',
    'echo x && sudo -S id',
    'cat x | docker login --password-stdin',
    'echo $X | docker login --password-stdin',
    'echo -n | docker login --password-stdin',
    'echo x | sudo id',
    'echo x | docker ps',
    'docker ps <<< x',
    'docker login --password-stdin < x',
    'tee <<< x ; docker login --password-stdin',
    'constructor <<< x',
    'sh -c \'a "b\' c"',
  ])('nothing in %s', (text) => {
    expect(redactCommandLine(text)).toBe(text);
  });

  it('behind a flag in quotes', () => {
    expect(redactCommandLine("mysql '-p'x y")).toBe("mysql '-p[redacted]' y");
  });

  it('quotes within quotes to a depth', () => {
    const nest = (line: string, depth: number): string =>
      depth === 0
        ? line
        : nest(`a ${depth % 2 === 0 ? '"' : "'"}${line}${depth % 2 === 0 ? '"' : "'"}`, depth - 1);
    expect(redactCommandLine(nest('mysql -px', 1))).toBe(nest('mysql -p[redacted]', 1));
    expect(redactCommandLine(nest('mysql -px', 2))).toBe(nest('mysql -p[redacted]', 2));
  });
});

/** Commands as `operator:word,word`; a word that is read from standard input as `<word`. */
function split(text: string): string {
  return commandsOf(text)
    .map(
      ({ words, operator }) =>
        `${operator}:${words.map(({ value, isInput }) => (isInput ? '<' : '') + value).join(',')}`,
    )
    .join(' ');
}

describe('as a shell splits', () => {
  it.each<[string, string]>([
    ['', ''],
    ['  ', ''],
    ['a b', ':a,b'],
    [' a\tb ', ':a,b'],
    ['a|b', ':a |:b'],
    ['a||b', ':a ||:b'],
    ['a|&b', ':a |&:b'],
    ['a&b&&c', ':a &:b &&:c'],
    ['a;b;;c', ':a ;:b ;;:c'],
    ['a\nb', ':a \n:b'],
    ['(a)', '(:a'],
    ['a `b` c', ':a `:b `:c'],
    ['a $(b c) d', ':a $(:b,c ):d'],
    ['a$(b)', ':a $(:b'],
    ['$(VAR) a', ':$(VAR),a'],
    ['a$(VAR)b', ':a$(VAR)b'],
    ['$(var) a', '$(:var ):a'],
    ['$a $ b', ':$a,$,b'],
    ['"a b" c', ':a b,c'],
    ["'a b' c", ':a b,c'],
    ['a"b c"d', ':ab cd'],
    ['"a\\"b" c', ':a"b,c'],
    ['"a\\$b\\`c\\\\d\\e"', ':a$b`c\\d\\e'],
    ["'a\\' b", ':a\\,b'],
    ['""', ':'],
    ['"a b', ':"a,b'],
    ["it's a", ":it's,a"],
    ['"a\' b', ':"a\',b'],
    ['a\\ b', ':a b'],
    ['a\\', ':a'],
    ['a \\\n b', ':a,b'],
    ['a >f', ':a,f'],
    ['a>>f 2>&1', ':a,f,2,1'],
    ['a <f', ':a,f'],
    ['a <<< b c', ':a,<b,c'],
    ['a <<<"b c"', ':a,<b c'],
    ['a << b', ':a,b'],
  ])('%j', (text, commands) => {
    expect(split(text)).toBe(commands);
  });

  it('where the words are', () => {
    const text = ' ab "c d"|e\\ f ';
    expect(
      commandsOf(text).flatMap(({ words }) => words.map(({ start, end }) => text.slice(start, end))),
    ).toEqual(['ab', '"c d"', 'e\\ f']);
    expect(commandsOf('a\\')[0]?.words[0]?.end).toBe(2);
  });
});
