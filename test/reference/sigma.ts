/**
 * Sigma by its specification: decides a rule for an audit event straight from the YAML's values, with JavaScript's own
 * regular expressions, and without any of the importer's code.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md
 */
import { BlockList, isIPv6 } from 'node:net';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';

export type Detection = Readonly<Record<string, Json>>;

/** @param detection the section, with a condition as `a and not (b or 1 of c*)` */
export function holds(detection: Detection, event: JsonObject): boolean {
  const { condition, ...names } = detection;
  return [condition].flat().some((each) => decide(String(each), names, event));
}

function decide(condition: string, names: Detection, event: JsonObject): boolean {
  // Names become calls, and what is left is JavaScript's own logic.
  const asked = condition.replaceAll(
    /\b(1|any|all) of ([\w*]+)|[\w]+|[()]/gi,
    (word, quantifier?: string, pattern = '') => {
      if (quantifier !== undefined) {
        const chosen = Object.keys(names).filter(
          (name) =>
            (!name.startsWith('_') || pattern.startsWith('_')) &&
            (pattern === 'them' || new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name)),
        );
        const found = chosen.map((name) => detects(names[name] as Json, event));
        return String(quantifier === 'all' ? found.every(Boolean) : found.some(Boolean));
      }
      if (word === '(' || word === ')') return word;
      const operator = { and: '&&', or: '||', not: '!' }[word.toLowerCase()];
      return operator ?? String(detects(names[word] as Json, event));
    },
  );
  return truth(asked.replaceAll(/\s+/g, ''));
}

/** Reads `!true&&(false||true)`: innermost parentheses first, then `!`, then `&&`, then `||`. */
function truth(text: string): boolean {
  let rest = text;
  for (;;) {
    const before = rest;
    rest = rest
      .replaceAll('!true', 'false')
      .replaceAll('!false', 'true')
      .replace(/\(([^()]*)\)/, (_, inner: string) => String(flat(inner)));
    if (rest === before) return flat(rest);
  }
}

function flat(text: string): boolean {
  return text.split('||').some((part) => part.split('&&').every((each) => each === 'true'));
}

function detects(body: Json, event: JsonObject): boolean {
  if (Array.isArray(body)) return body.some((each: Json) => detects(each, event));
  return Object.entries(body as JsonObject).every(([key, value]) => field(key, value, event));
}

function field(key: string, value: Json, event: JsonObject): boolean {
  const [name = '', ...modifiers] = key.split('|');
  const found = valuesAt(event, name);
  // An object is there if anything is in it.
  if (modifiers.includes('exists')) return (found.length > 0 || insideOf(event, name).length > 0) === value;
  const one = (wanted: Json): boolean => {
    if (wanted === null || wanted === '') return found.length === 0;
    return found.some((each) => fits(each, wanted, modifiers));
  };
  const all = [value].flat() as readonly Json[];
  const result = modifiers.includes('all') ? all.every(one) : all.some(one);
  return modifiers.includes('neq') ? !result : result;
}

function fits(found: string | number | boolean, wanted: Json, modifiers: readonly string[]): boolean {
  const has = (name: string) => modifiers.includes(name);
  if (has('lt')) return Number(found) < Number(wanted);
  if (has('lte')) return Number(found) <= Number(wanted);
  if (has('gt')) return Number(found) > Number(wanted);
  if (has('gte')) return Number(found) >= Number(wanted);
  const text = String(found);
  if (has('cidr')) {
    const [address = '', prefix] = String(wanted).split('/');
    const list = new BlockList();
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(prefix), family);
    return list.check(text, isIPv6(text) ? 'ipv6' : 'ipv4');
  }
  if (has('re')) {
    const [start, end] = [has('startswith') ? '^' : '', has('endswith') ? '$' : ''];
    return new RegExp(`${start}(?:${wanted})${end}`, ['i', 'm', 's'].filter(has).join('')).test(text);
  }
  const bytes = has('base64') || has('base64offset');
  const wild = bytes ? escaped(String(wanted)) : pattern(String(wanted));
  const [before, behind] = [has('contains') || has('endswith'), has('contains') || has('startswith')];
  const flags = has('cased') ? 's' : 'is';
  const asked = has('base64') ? [escaped(Buffer.from(String(wanted)).toString('base64'))] : [wild];
  const alternatives = has('windash')
    ? asked.map((each) => each.replaceAll(/(?<!\w)(?:\\-|\\\/|-|\/)(?=\w)/g, '[-/–—―]'))
    : asked;
  return alternatives.some((each) =>
    new RegExp(`^${before ? '.*' : ''}${each}${behind ? '.*' : ''}$`, flags).test(text),
  );
}

/** A backslash takes the meaning of `*`, `?` and a backslash away; elsewhere it stands for itself. */
function pattern(value: string): string {
  return value.replaceAll(/\\[*?\\]|./gs, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return escaped(part.length === 2 && part.startsWith('\\') ? part.slice(1) : part);
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Values at any depth below a path. */
function insideOf(event: JsonObject, path: string): readonly string[] {
  const leaves = (node: Json, at: string): readonly string[] => {
    if (Array.isArray(node)) return node.flatMap((each: Json) => leaves(each, at));
    if (typeof node === 'object' && node !== null)
      return Object.entries(node).flatMap(([key, member]) => leaves(member as Json, `${at}.${key}`));
    return node === null || node === '' ? [] : [at];
  };
  return leaves(event, '').filter((at) => at.startsWith(`.${path}.`));
}

/** Values below a path; an array stands for each of its elements, and what is empty is left out of audit events. */
function valuesAt(node: Json | undefined, path: string): readonly (string | number | boolean)[] {
  if (Array.isArray(node)) return node.flatMap((each: Json) => valuesAt(each, path));
  if (path === '') {
    if (node === null || node === undefined || node === '' || typeof node === 'object') return [];
    return [node as string | number | boolean];
  }
  if (typeof node !== 'object' || node === null) return [];
  // A key may have dots in it.
  return Object.entries(node).flatMap(([key, member]) => {
    if (path === key) return valuesAt(member as Json, '');
    return path.startsWith(`${key}.`) ? valuesAt(member as Json, path.slice(key.length + 1)) : [];
  });
}
