import { describe, expect, it } from 'vitest';
import { redactElements } from '../../../src/text/redact/elements.ts';
import { marked } from './marked.ts';

describe('in XML', () => {
  it.each([
    '<password>«x»</password>',
    '<user>u</user><password>«a b»</password>',
    '<ns:password type="a">«x»</ns:password>',
    '<password><![CDATA[«x»</password>',
    '<entry key="db.password">«x»</entry>',
    "<entry key='db.password'>«x»</entry>",
    '<property class="a" name="password">«x»</property>',
    '<property name="password">\n  <value>«x»</value></property>',
    '<property><name>fs.s3a.secret.key</name><value>«x»</value></property>',
    '<property>\n  <name>\n javax.jdo.option.ConnectionPassword </name>\n  <value>«x»</value>\n</property>',
    '<param-name>password</param-name><param-value>«x»</param-value>',
    '<key>password</key>\n<string>«x»</string>',
    '<ns:name>password</ns:name> <ns:value>«x»</ns:value>',
  ])('%s', (text) => {
    const { given, shown } = marked(text);
    expect(redactElements(given)).toBe(shown);
    expect(redactElements(shown)).toBe(shown);
  });

  it('the end of a CDATA section goes with the secret', () => {
    expect(redactElements('<password><![CDATA[x]]></password>')).toBe(
      '<password><![CDATA[[redacted]</password>',
    );
  });

  it.each([
    '<user>u</user>',
    '<password></password>',
    '<password>\n</password>',
    '<password><![CDATA[]]></password>',
    '<password>$PASSWORD</password>',
    '<password>x',
    '<password>x<b>',
    '<entry key="user">u</entry>',
    '<entry title="password">u</entry>',
    '<name>level</name><value>debug</value>',
    '<name>password</name><value></value>',
    '<name>password</name><other>x</other>',
    '<name>token_ttl</name><value>24h</value>',
  ])('nothing in %s', (text) => {
    expect(redactElements(text)).toBe(text);
  });
});
