/** The files of settings: their values, and where each stands. */
import { relative } from 'node:path';
import { renderProblems, type SourceFile } from '../src/compile/problem.ts';
import { readSource } from '../src/compile/rules/read.ts';
import { SourceLines } from '../src/compile/source-lines.ts';
import { nearestPlace, type Path, type TomlPlace } from '../src/compile/toml/places.ts';
import { parseYaml } from '../src/compile/yaml/parse.ts';
import { settingsFiles } from '../src/project/settings.ts';
import { SettingsError } from './settings.ts';

export interface SettingsGiven {
  readonly values: Readonly<Record<string, unknown>>;
  /** @returns `harrier.local.yml:3`, or undefined for what no file sets */
  readonly whereIs: (path: Path) => string | undefined;
  /** As they were named to whoever reads messages. */
  readonly files: readonly string[];
}

/**
 * @param paths of several the last has precedence, setting by setting
 * @throws SettingsError if a file cannot be read or is no YAML map
 */
export function settingsGiven(paths: readonly string[] = settingsFiles()): SettingsGiven {
  const values: Record<string, unknown> = {};
  const places = new Map<string, { readonly file: SourceFile; readonly root: TomlPlace }>();
  for (const path of paths) {
    const file = readSource(path);
    if ('problem' in file) throw new SettingsError(renderProblems([file.problem]).trimEnd());
    const shown = { ...file, path: shownAs(path) };
    const yaml = parseYaml(shown);
    if ('problems' in yaml)
      throw new SettingsError(
        renderProblems(yaml.problems.map((each) => ({ file: shown, ...each }))).trimEnd(),
      );
    if (typeof yaml.value !== 'object' || yaml.value === null || Array.isArray(yaml.value))
      throw new SettingsError(`${shown.path} is not settings; expected lines such as clusters: [blue]`);
    for (const [name, value] of Object.entries(yaml.value)) {
      // What is left empty is not set.
      if (value === null) continue;
      values[name] = value;
      places.set(name, { file: shown, root: yaml.places });
    }
  }
  const whereIs = (path: Path): string | undefined => {
    const found = places.get(String(path[0]));
    const span = found && nearestPlace(found.root, path)?.value;
    return span && `${found.file.path}:${new SourceLines(found.file.text).lineOf(span.start)}`;
  };
  return { values, whereIs, files: paths.map(shownAs) };
}

function shownAs(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
