import type * as runtime from '../../match/runtime.ts';
import { type Code, join, js, name } from './code.ts';

/** A function that compiled rules can import. */
export type RuntimeName = keyof typeof runtime;

/** Collects what a module declares before its rules: imports it uses, and constants, each written once. */
export class ModuleScope {
  readonly #imports = new Set<RuntimeName>();
  readonly #constants = new Map<string, { id: Code; value: Code }>();

  /** The name of a function of `match/runtime.ts`; the module will import it. */
  use(runtimeName: RuntimeName): Code {
    this.#imports.add(runtimeName);
    return name(runtimeName);
  }

  /**
   * A constant of this value; the same value gives the same constant.
   * @param kind a word for the constant's name, which a number follows
   */
  constant(kind: string, value: Code): Code {
    const known = this.#constants.get(value.text);
    if (known !== undefined) return known.id;
    const id = name(`${kind}${this.#constants.size + 1}`);
    this.#constants.set(value.text, { id, value });
    return id;
  }

  imports(specifier: string): Code {
    const names = [...this.#imports].sort().map((each) => js`  ${name(each)},\n`);
    return js`import {\n${join(names, js``)}} from ${specifier};\n`;
  }

  constants(): Code {
    return join(
      [...this.#constants.values()].map(({ id, value }) => js`const ${id} = ${value};\n`),
      js``,
    );
  }
}
