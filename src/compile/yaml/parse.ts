/** YAML text -> values and their places, as TOML files have them. */
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  parseDocument,
} from 'yaml';
import type { Problem, SourceFile, Span } from '../problem.ts';
import type { TomlFile } from '../toml/parse.ts';
import type { TomlPlace } from '../toml/places.ts';

/** Settings nest three deep; what nests deeper is no settings, and costs a stack. */
const maxDepth = 50;

/**
 * Parses one YAML 1.2 document with its core schema: maps, sequences, strings, numbers, booleans and null. An empty file
 * is an empty map. Anchors are followed; tags and further documents are refused.
 * @returns every syntax error
 */
export function parseYaml(file: SourceFile): YamlFile {
  return read(file, parseDocument(file.text, options()));
}

/** As `parseYaml`, of a file that may have several documents; places are those in the file. */
export function parseYamlDocuments(file: SourceFile): readonly YamlFile[] {
  const documents = parseAllDocuments(file.text, options());
  return 'empty' in documents ? [] : documents.map((document) => read(file, document));
}

type YamlFile = TomlFile | { readonly problems: readonly Problem[] };

function options() {
  return {
    lineCounter: new LineCounter(),
    prettyErrors: false,
    uniqueKeys: true,
    // As in Serverless, which reads the same files.
    merge: true,
  };
}

function read(file: SourceFile, document: Document): YamlFile {
  const found = [...document.errors, ...document.warnings];
  if (found.length > 0) return { problems: found.map(({ message, pos }) => syntax(message, pos)) };
  const root = document.contents ?? undefined;
  if (root !== undefined && depthOf(root) > maxDepth)
    return { problems: [syntax(`values nest deeper than ${maxDepth}`, [0, 0])] };
  const plain = plainValue(document);
  if (plain === undefined) return { problems: [syntax('aliases make it too large', [0, 0])] };
  return { file, value: plain, places: placeOf(root, { start: 0, end: 0 }) };
}

/** @returns undefined if a few aliases stand for very much */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    // How the parser refuses too many aliases.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function syntax(message: string, [start, end]: readonly [number, number]): Problem {
  return {
    severity: 'error',
    code: 'yaml-syntax',
    message: `the file is not YAML: ${message.replace(/\.$/, '')}`,
    span: { start, end: Math.max(end, start + 1) },
  };
}

function placeOf(node: unknown, key: Span): TomlPlace {
  const members = new Map<string | number, TomlPlace>();
  if (isMap(node)) {
    for (const pair of node.items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
      members.set(name, placeOf(pair.value, spanOf(pair.key, key)));
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => {
      members.set(index, placeOf(item, spanOf(item, key)));
    });
  }
  return { key, value: spanOf(node, key), members };
}

function spanOf(node: unknown, otherwise: Span): Span {
  const range = (node as Node | null | undefined)?.range;
  if (range === undefined || range === null) return otherwise;
  // A key without a value has an empty range behind the colon.
  return range[1] > range[0] ? { start: range[0], end: range[1] } : otherwise;
}

function depthOf(node: unknown, depth = 1): number {
  if (depth > maxDepth + 1) return depth;
  if (isMap(node))
    return node.items.reduce((most, { value }) => Math.max(most, depthOf(value, depth + 1)), depth);
  if (isSeq(node))
    return node.items.reduce<number>((most, item) => Math.max(most, depthOf(item, depth + 1)), depth);
  return depth;
}
