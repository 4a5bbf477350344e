/** Holds the import directions that ARCHITECTURE.md draws, and that every path it names exists. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const files = globSync(['src/**/*.ts', 'functions/**/*.ts', 'infra/**/*.ts'], { cwd: root });

/** A room is a folder of src, or a file directly in it without its ending; `functions` and `infra` are rooms as well. */
function roomOf(file: string): string {
  const [top, second = ''] = file.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : (top ?? '');
}

const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const roomTable = /^\| room \|.*\| may import \|\n(?:\|.*\n)+/m.exec(architecture)?.[0] ?? '';

/** Room → rooms it may import beside itself, as the last column of ARCHITECTURE.md's table of rooms says. */
const allowed = new Map(
  [...roomTable.matchAll(/^\| `((?:src|functions|infra)\/[^`]*)` \|.*\|(.*)\|$/gm)].map(
    ([, path = '', rooms = '']) => [
      roomOf(path),
      rooms
        .split(',')
        .map((room) => room.trim())
        .filter(Boolean),
    ],
  ),
);

interface Import {
  readonly from: string;
  readonly to: string;
}

const statement =
  /(?:^|\n)\s*(?:import|export)\b[^;'"`]*?\bfrom\s*['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/g;

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(statement)].map((found) => ({
    from: file,
    to: normalize(join(dirname(file), found[1] ?? found[2] ?? '')),
  }));
}

const imports = files.flatMap(importsOf);

function cyclesOf(arrows: readonly Import[]): readonly string[] {
  const next = Map.groupBy(arrows, ({ from }) => from);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (from: string, path: readonly string[]): void => {
    if (path.includes(from)) cycles.push([...path.slice(path.indexOf(from)), from].join(' → '));
    if (path.includes(from) || done.has(from)) return;
    for (const { to } of next.get(from) ?? []) visit(to, [...path, from]);
    done.add(from);
  };
  for (const from of next.keys()) visit(from, []);
  return cycles;
}

describe('the rooms', () => {
  it('import each other only in the directions drawn', () => {
    const wrong = imports.filter(({ from, to }) => {
      const room = roomOf(from);
      return roomOf(to) !== room && allowed.get(room)?.includes(roomOf(to)) !== true;
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('import all that the table says they may', () => {
    const used = new Set(imports.map(({ from, to }) => `${roomOf(from)} → ${roomOf(to)}`));
    const drawn = [...allowed].flatMap(([room, rooms]) => rooms.map((other) => `${room} → ${other}`));
    expect(drawn.filter((arrow) => !used.has(arrow))).toEqual([]);
  });

  it('are all known', () => {
    expect(files.map(roomOf).filter((room) => !allowed.has(room))).toEqual([]);
  });

  it('import files that exist', () => {
    const missing = imports.filter(({ to }) => !to.startsWith('build/') && !existsSync(join(root, to)));
    expect(missing).toEqual([]);
  });

  it('have no cycles between files, not even of types', () => {
    expect(cyclesOf(imports)).toEqual([]);
  });

  it('have no cycles between one another', () => {
    const between = imports.map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }));
    expect(cyclesOf(between.filter(({ from, to }) => from !== to))).toEqual([]);
  });

  describe('in a Lambda bundle', () => {
    const shipped = new Set<string>();
    const visit = (file: string): void => {
      if (shipped.has(file)) return;
      shipped.add(file);
      for (const { to } of imports.filter(({ from }) => from === file)) visit(to);
    };
    for (const file of files.filter((each) => each.startsWith('functions/'))) visit(file);

    it('have nothing of the compiler', () => {
      expect([...shipped].filter((file) => ['compile', 'cli'].includes(roomOf(file)))).toEqual([]);
    });

    it('have nothing that only the build and the command line ask of a source', () => {
      const forBuild = /^src\/source\/document\/|\/target\.ts$|-reader\.ts$|^src\/decode\/documents\.ts$/;
      expect(files.filter((file) => forBuild.test(file)).length).toBeGreaterThan(5);
      expect(
        [...shipped].filter((file) => forBuild.test(file) && file !== 'src/decode/record-reader.ts'),
      ).toEqual([]);
    });
  });
});

describe.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s', (page) => {
  it('names only paths that exist', () => {
    const text = readFileSync(join(root, page), 'utf8');
    const named = [
      ...text.matchAll(
        /`((?:src|functions|rules|infra|test|bench|docs|scripts)\/[\w./-]*|[\w-]+\.(?:md|yml|json))`/g,
      ),
    ].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
