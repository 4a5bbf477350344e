/**
 * Takes the sentence of an alert apart: who, what, from where and with what. Incidents say once who it was, and what
 * was done for each act. The sentence is that of `src/source/audit/describe.ts` with the end of `src/alert/reason.ts`;
 * another is left whole.
 */

export interface Parts {
  /** Without a subject: `` ran `id` in pod shop/web-0 ``. */
  readonly what: string;
  /** ` from 203.0.113.7 with kubectl 1.31.0`, or empty. */
  readonly whence: string;
  /** ` (newest of 3 requests within 4 min)`, or empty. */
  readonly tail: string;
}

/** A name as `named` of src/text/visible.ts writes it. A comma behind it belongs to the sentence. */
const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const name = String.raw`(?:${quoted}|[\w.:/@+=,*~%-]*[\w.:/@+=*~%…-])`;
const who =
  String.raw`(?:An unknown caller|An unauthenticated caller \(system:anonymous\)|` +
  String.raw`(?:Service account |Node )?${name}(?: \((?:as|pod|session) ${name}\))?)(?:, impersonating ${name},)?`;
const subject = new RegExp(`^${who} (?=\\S)`);

const whence = ` from ${name}(?: through ${name}(?:, ${name})?)?(?: with ${name}(?: ${name})?)?`;
// Backquotes are around commands, which callers write: behind one that is open there is no end.
const tail = String.raw` \((?:${quoted}|[^"${'`'}()])*\)`;
const end = new RegExp(`^(${whence})(${tail})?$`);
const tailAlone = new RegExp(
  String.raw` \((?:newest|one|about|its|the|[\d,]+) (?:${quoted}|[^"${'`'}()])*\)$`,
);

/** @returns undefined for a sentence of another form */
export function partsOf(reason: string): Parts | undefined {
  const found = subject.exec(reason);
  if (found === null) return undefined;
  const rest = reason.slice(found[0].length);
  // What a caller writes into a name or a command may look like an end, but what is behind it is none.
  for (let at = rest.indexOf(' from '); at !== -1; at = rest.indexOf(' from ', at + 1)) {
    const [, from, last = ''] = end.exec(rest.slice(at)) ?? [];
    if (from !== undefined) return { what: rest.slice(0, at), whence: from, tail: last };
  }
  const last = tailAlone.exec(rest)?.[0] ?? '';
  return { what: rest.slice(0, rest.length - last.length), whence: '', tail: last };
}
