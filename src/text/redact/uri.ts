/** Secrets in request URIs: passwords of tools in an exec's command, tokens of services behind the API server's proxy. */
import { type Pair, pairsOf, pathOf } from '../../schema/query.ts';
import { secretsOf } from './command.ts';
import { type Judge, leniently } from './encoded.ts';
import { settled } from './settled.ts';
import { redactText } from './text.ts';
import { isNamedSecret, isRandomKey, redacted } from './values.ts';
import { redactWords } from './words.ts';

interface Part {
  readonly pair: Pair;
  /** As Go reads it; of a pair that Go drops, as somebody meant it. */
  readonly name: string;
  readonly value: string;
  readonly hasValue: boolean;
}

/**
 * Redacts a request URI. Names and values are judged decoded, as Go's parser reads them
 * (https://pkg.go.dev/net/url#ParseQuery); what Go drops is judged as well, since its secret is one all the same. A
 * parameter is written back as it was unless it held a secret, and what Go drops stays something that Go drops.
 * @param judge redacts what no name or word before it says anything of
 */
export function redactUri(uri: string, judge: Judge = redactText): string {
  return settled(uri, (before) => redactOnce(before, judge));
}

function redactOnce(uri: string, judge: Judge): string {
  const path = pathOf(uri);
  if (path.length === uri.length) return judge(uri);
  const parts = pairsOf(uri).map(partOf);
  const commands = parts.filter(({ name, hasValue }) => name === 'command' && hasValue);
  const words = redactedWords(commands, judge);
  const written = parts.map((part) => {
    if (!part.hasValue) return judge(part.pair.written);
    const after =
      words.get(part) ??
      (isNamedSecret(part.name, part.value) || (part.name === 'key' && isRandomKey(part.value))
        ? redacted
        : shownValue(part, judge));
    const name = judge(part.name);
    return after === part.value && name === part.name ? part.pair.written : rewritten(part, name, after);
  });
  return `${judge(path)}?${written.join('&')}`;
}

/** What Go drops between two words of a command is no part of it, and might have been. */
function redactedWords(commands: readonly Part[], judge: Judge): ReadonlyMap<Part, string> {
  const asked = commands.filter(({ pair }) => pair.parameter !== undefined);
  const shown = new Map<Part, string>();
  for (const words of asked.length === commands.length ? [asked] : [commands, asked]) {
    const values = words.map(({ value }) => value);
    const cuts = secretsOf(values);
    redactWords(values, judge).forEach((word, i) => {
      const part = words[i] as Part;
      const before = shown.get(part);
      if (before === undefined || before === part.value || cuts[i] === 0) shown.set(part, word);
    });
  }
  return shown;
}

/** A name may say with the value what neither says alone: `x=1` in `password:x=1`. */
function shownValue({ name, value }: Part, judge: Judge): string {
  const both = `${name}=${value}`;
  const shown = judge(both);
  return shown.startsWith(`${name}=`) ? shown.slice(name.length + 1) : judge(value);
}

function partOf(pair: Pair): Part {
  const equals = pair.written.indexOf('=');
  if (pair.parameter !== undefined) return { pair, ...pair.parameter, hasValue: equals !== -1 };
  const spaced = pair.written.replaceAll('+', ' ');
  return {
    pair,
    name: leniently(equals === -1 ? spaced : spaced.slice(0, equals)),
    value: equals === -1 ? '' : leniently(spaced.slice(equals + 1)),
    hasValue: equals !== -1,
  };
}

function rewritten({ pair, ...before }: Part, name: string, value: string): string {
  const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
  const equals = pair.written.indexOf('=');
  const shownName = name === before.name ? pair.written.slice(0, equals) : encode(name);
  const shown = `${shownName}=${value === before.value ? pair.written.slice(equals + 1) : encode(value)}`;
  return pair.parameter === undefined && !shown.includes(';') ? `${shown};` : shown;
}
