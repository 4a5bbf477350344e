import { describe, expect, it } from 'vitest';
import { programOf, secretsOf } from '../../../src/text/redact/command.ts';
import { tools } from '../../../src/text/redact/tools.ts';
import { redactWords } from '../../../src/text/redact/words.ts';
import { marked } from './marked.ts';

/** Words apart by blanks; a blank within a word is `·`. */
const wordsOf = (text: string): string[] => text.split(' ').map((word) => word.replaceAll('·', ' '));

describe('of the words of a command', () => {
  it.each([
    // Flags that say it themselves.
    'x --password «y» z',
    'x --password=«y» z',
    'x --password=«y·z·w»',
    'x -password «y»',
    'x -Dspring.datasource.password=«y·z» a',
    'x --db.password «y»',
    'x --token «----y»',
    'x --token-file «Xk9vQ2mT7pL»',
    'x --from-literal=a=«b=c»',
    'x --from-literal a=«b=c»',
    'x -H Authorization «y»',
    'x proxy-authorization «y»',
    'x Cookie «y» Set-Cookie «z»',
    'x X-Api-Key «y» x-vault-token «z» x-my-secret «w»',
    // Flags that are a password's to some.
    'x -p «Xk9vQ2mT7pL»',
    'x -P «Xk9vQ2mT7pL» -a «aB3aB3aB» -w «passw0rd!» -k «Xk9vQ2mT7pL» --key «Xk9vQ2mT7pL» -key «Xk9vQ2mT7pL»',
    // What is set.
    'x set password «y»',
    'x config set db_password «y»',
    'x config set a.token «b»',
    'setx TOKEN «y»',
    'setenv TOKEN «y»',
    'ENV TOKEN «y»',
    'x kv put password «y»',
    'x CONFIG SET requirepass «y»',
    'x config password «y»',
    // What a tool's own flag says.
    '/usr/bin/mysql -p«y»',
    'mysql.exe -p«y»',
    'C:/x/mysql.exe -sp«y»',
    'mysql -p=«y»',
    'curl -sSu a:«y» h',
    'curl -u a:«b:c»',
    'curl -u a:«b» -U c:«d»',
    'curl -sub:«y»',
    'curl --user=a:«y»',
    'curl -E c.pem:«y»',
    'smbclient -U a%«y»',
    'lftp -u a,«y»',
    'openssl x -passin pass:«y» -passout=pass:«z»',
    'openssl x -k «y»',
    'docker login -p «y»',
    'docker -p 80:80 login -p «y»',
    '7z x -hp«y» a',
    'xfreerdp /p:«y» /v:h',
    'redis-cli ACL SETUSER u on >«y» ~*',
    'redis-cli AUTH a «y»',
    'htpasswd -bc f u «y»',
    'sqlplus u/«y@h»',
    'sqlplus «y»',
    'impacket-psexec d/«u:y@h»',
    'rabbitmqctl add_user u «y»',
    'vault kv put secret/x a=«b» c=«d=e»',
    'vault kv put -mount=secret x a=«b»',
    'fly secrets set A=«b» C=«d»',
    'sudo -u app timeout 5 mysql -p«y»',
    'mysql -p«y» ; vault login «z»',
    'http -A bearer -a «y» h',
    'http -a u:«y» h',
    // Together.
    'mysqladmin -p«a» password «b»',
    'redis-cli -a «y» AUTH «z»',
  ])('%s', (text) => {
    const { given, shown } = marked(text);
    expect(redactWords(wordsOf(given))).toEqual(wordsOf(shown));
    expect(redactWords(wordsOf(shown))).toEqual(wordsOf(shown));
  });

  it.each([
    'x --password --user u',
    'x --password $PASSWORD',
    'x --password=$PASSWORD',
    'x --password= y',
    'x --password=true',
    'x --token-ttl=24h --token-ttl 24h',
    'x Authorization $AUTH',
    'x authorizations y',
    'x -p 8080',
    'x -p password',
    'x -q Xk9vQ2mT7pL',
    'kubectl set image deploy/token-issuer app=evil:1',
    'kubectl set serviceaccount deploy/token-issuer admin',
    'kubectl set env deploy/token-issuer LEVEL=debug',
    'x set password =',
    'x set password a=b',
    'x set level debug',
    'env TOKEN y',
    'x puts password y',
    'mysql -p y',
    'mysql -P 3306',
    'mysql -xpy',
    'mysql --py',
    'a/mysql/b -py',
    'curl -u a',
    'curl -u 1000:1000',
    'curl -u : h',
    'curl -Xu a:y',
    'curl -u a:$P',
    'docker -p y login',
    'docker run -p y',
    'openssl x -passin env:A -passout file:b -passin fd:3 -passout stdin',
    'openssl x -k $K',
    '7z x -h y',
    'rabbitmqctl add_user u',
    'rabbitmqctl list_users u y',
    'vault kv get secret/x',
    'vault login method=userpass',
    'vault kv put secret/x a=$A',
    'sqlplus -s',
    'redis-cli PING y',
    'redis-cli ACL SETUSER u on <y',
    'echo mysqlx -py',
  ])('nothing in %s', (text) => {
    expect(redactWords(wordsOf(text))).toEqual(wordsOf(text));
  });

  it.each<[string, string]>([
    ['mysql', 'mysql'],
    ['/usr/bin/mysql', 'mysql'],
    ['mysql.exe', 'mysql'],
    ['mysql.exe.bak', 'mysql.exe.bak'],
    ['/usr/bin/', ''],
    [`/${'x'.repeat(255)}`, 'x'.repeat(255)],
    [`/${'x'.repeat(256)}`, ''],
  ])('the program of %s', (word, program) => {
    expect(programOf(word)).toBe(program);
  });

  it('the tools that were named last', () => {
    const others = 'curl etcdctl htpasswd ssh-keygen mkpasswd openssl';
    expect(secretsOf(`mysql ${others} -py`.split(' ')).at(-1)).toBe(2);
    expect(secretsOf(`mysql ${others} zip -py`.split(' ')).at(-1)).toBeUndefined();
  });
});

/** Each row of the table does what it says. */
describe.each(tools.flatMap((tool) => tool.programs.split(' ').map((program) => ({ ...tool, program }))))(
  '$program behind $after: $flags $joined $pairs $argument',
  ({ program, after, flags, joined, pairs, assigned, argument }) => {
    const each = (text: string | undefined): readonly string[] => text?.split(' ') ?? [];
    const begins = (after === undefined ? [[]] : each(after).map((word) => [word])).map((words) => [
      program,
      ...words,
    ]);
    const positions = argument === 'last' ? [1, 3] : argument === undefined ? [] : [argument];
    const commands = begins.flatMap((begin) => [
      ...each(flags).flatMap((flag) => [
        [...begin, flag, '«hunter2»', 'x'],
        [...begin, `${flag}=«hunter2»`],
      ]),
      ...each(flags)
        .filter((flag) => flag.length === 2)
        .map((flag) => [...begin, `${flag}«hunter2»`]),
      ...each(joined).map((flag) => [...begin, `${flag}«hunter2»`, 'x']),
      ...each(pairs).flatMap((flag) => [
        [...begin, flag, 'u:«hunter2»', 'x'],
        [...begin, `${flag}=u:«hunter2»`],
      ]),
      ...(assigned === true ? [[...begin, 'x', 'a=«hunter2»']] : []),
      ...positions.map((at) => [...begin, ...Array.from({ length: at - 1 }, () => 'x'), '«hunter2»']),
    ]);

    it.each(commands.map((words) => [words.join(' ')]))('%s', (text) => {
      const { given, shown } = marked(text);
      expect(redactWords(given.split(' ')).join(' ')).toBe(shown);
    });

    if (after !== undefined)
      it('not without the word before', () => {
        const words = marked(commands[0]?.filter((_, i) => i !== 1).join(' ') ?? '').given.split(' ');
        const others = tools.filter((other) => other.programs.split(' ').includes(program));
        if (others.length === 1) expect(redactWords(words)).toEqual(words);
      });
  },
);
