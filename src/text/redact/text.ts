/**
 * Secrets inside strings: commands, annotations, status messages, user agents. What is replaced is the secret alone,
 * so that the rest still tells what happened. Each step reads the text a bounded number of times.
 */
import { redactAssignments } from './assignments.ts';
import { redactCalls } from './calls.ts';
import { redactCommandLine } from './command-line.ts';
import { redactElements } from './elements.ts';
import { deepest, redactEncoded } from './encoded.ts';
import { redactPhrases } from './phrases.ts';
import { redactPrivateKeys } from './private-keys.ts';
import { remembering } from './remembering.ts';
import { settled } from './settled.ts';
import { redactTokens } from './tokens.ts';
import { redactUrls } from './urls.ts';
import { redacted } from './values.ts';

/** A manifest of a Secret, in JSON or YAML, as it is or as JSON in a text has it. */
const secretManifest = /\bkind\\{0,7}["']?\s{0,8}:\s{0,8}\\{0,7}["']?Secret(?:List)?\b(?![\w.-])/;
const stringData = /\bstringData\\{0,7}["']?\s{0,8}:/;
const secretData = /\b(?:data|stringData)\\{0,7}["']?\s{0,8}:/;

/**
 * @param depth how many encodings the text was in
 * @returns the text with every secret in it replaced by `[redacted]`
 */
export function redactText(text: string, depth = 0): string {
  if (isShortName(text) || isTime(text)) return text;
  return depth === 0 ? redactWhole(text) : redactOnce(text, depth);
}

const redactWhole = remembering((text) => settled(text, (before) => redactOnce(before, 0)));

/** Most strings of an event are short names, and no token is as short. */
function isShortName(text: string): boolean {
  return text.length < 4 || (text.length < 16 && /^[\w./-]*$/.test(text));
}

/** No event has the times of another, so they are not worth remembering. */
function isTime(text: string): boolean {
  return text.length <= 30 && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text);
}

function redactOnce(text: string, depth: number): string {
  if (isShortName(text)) return text;
  if (stringData.test(text) || (secretManifest.test(text) && secretData.test(text))) return redacted;
  let result = redactCalls(redactCommandLine(redactPrivateKeys(text)));
  if (/[=:]/.test(result)) result = redactAssignments(result);
  result = redactElements(redactPhrases(result));
  if (result.includes('://') || result.includes('@')) result = redactUrls(result);
  result = redactTokens(result);
  return depth < deepest ? redactEncoded(result, (decoded) => redactText(decoded, depth + 1)) : result;
}
