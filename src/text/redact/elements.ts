/** Secrets in XML. */
import { isNamedSecret, redacted } from './values.ts';

/** `<password>x</password>`, `<entry key="password">x</entry>`, `<property name="password"><value>x</value>`. */
const element =
  /(<([\w.:-]{1,128})(\s[^<>]{1,256})?>(?:\s{0,64}<value>)?(?:<!\[CDATA\[)?)([^<]{1,512})(?=<\/)/g;

const nameAttribute = /\s(?:name|key|id)\s?=\s?["']([^"']{1,128})/;

/** `<name>fs.s3a.secret.key</name><value>x</value>`, as Hadoop has it, and property lists with `key` and `string`. */
const siblings =
  /(<([\w.:-]{0,32}(?:name|key))>([^<]{1,128})<\/\2>\s{0,64}<[\w.:-]{0,32}(?:value|string)>)([^<]{1,512})(?=<\/)/gi;

/** @returns the text with the secrets in its elements replaced */
export function redactElements(text: string): string {
  if (!text.includes('</')) return text;
  return text
    .replace(element, (all: string, before: string, name: string, attributes = '', value: string) => {
      const content = value.replace(/\]\]>$/, '');
      const names = [name, nameAttribute.exec(attributes)?.[1] ?? ''];
      return names.some((each) => isNamedSecret(each, content)) ? before + redacted : all;
    })
    .replace(siblings, (all: string, before: string, _: string, name: string, value: string) =>
      isNamedSecret(name.trim(), value) ? before + redacted : all,
    );
}
