import { fileURLToPath } from 'node:url';

/** Whether Harrier runs from its sources, as in a clone: there this file is src/project/…, and in the bundle it is build/…. */
export const fromSource = import.meta.url.endsWith('.ts');

/** A path within Harrier's own folder, whether it runs from its sources or from the bundle. */
export function packagePath(path: string): string {
  return fileURLToPath(new URL((fromSource ? '../../' : '../') + path, import.meta.url));
}

/** The module that compiled rules import, as a URL. */
export const runtimeUrl = new URL(fromSource ? '../match/runtime.ts' : './runtime.js', import.meta.url).href;

/** The module that compiled queries over documents import. */
export const documentRuntimeUrl = new URL(
  fromSource ? '../match/document-runtime.ts' : './document-runtime.js',
  import.meta.url,
).href;
