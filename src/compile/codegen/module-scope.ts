import type * as esqlRuntime from '../../match/esql-runtime.ts';
import type * as runtime from '../../match/runtime.ts';
import { type Code, join, js, name } from './code.ts';

/** A function that compiled rules can import. */
export type RuntimeName = keyof typeof runtime;

/** What compiled ES|QL can import besides. */
export type EsqlRuntimeName = keyof typeof esqlRuntime;

/** Collects what a module declares before its rules: imports it uses, and constants, each written once. */
export class ModuleScope {
  readonly #imports = new Set<RuntimeName>();
  readonly #esqlImports = new Set<EsqlRuntimeName>();
  readonly #constants = new Map<string, { id: Code; value: Code }>();

  /** The name of a function of `match/runtime.ts`; the module will import it. */
  use(runtimeName: RuntimeName): Code {
    this.#imports.add(runtimeName);
    return name(runtimeName);
  }

  /** The same of `match/esql-runtime.ts`: functions of two languages may have one name. */
  useEsql(runtimeName: EsqlRuntimeName): Code {
    this.#esqlImports.add(runtimeName);
    return esqlAlias(runtimeName);
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

  /** @param specifier of `match/runtime.ts`; the other one is beside it */
  imports(specifier: string): Code {
    const names = [...this.#imports].sort().map((each) => js`  ${name(each)},\n`);
    const own = js`import {\n${join(names, js``)}} from ${specifier};\n`;
    if (this.#esqlImports.size === 0) return own;
    const others = [...this.#esqlImports].sort().map((each) => js`  ${name(each)} as ${esqlAlias(each)},\n`);
    const beside = specifier.replace(/runtime(?=\.[jt]s$)/, 'esql-runtime');
    return js`${own}import {\n${join(others, js``)}} from ${beside};\n`;
  }

  constants(): Code {
    return join(
      [...this.#constants.values()].map(({ id, value }) => js`const ${id} = ${value};\n`),
      js``,
    );
  }
}

function esqlAlias(runtimeName: string): Code {
  return name(`esql${runtimeName.slice(0, 1).toUpperCase()}${runtimeName.slice(1)}`);
}
