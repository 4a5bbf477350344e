/** Harrier's own fields: events, and what each field is of them, by compiled code, interpreted, and in the document. */
import { describe, expect, it } from 'vitest';
import { join, js, name } from '../../src/compile/codegen/code.ts';
import { emitValue } from '../../src/compile/codegen/emit-value.ts';
import { ModuleScope } from '../../src/compile/codegen/module-scope.ts';
import type { AuditEvent, Json } from '../../src/schema/audit-event.ts';
import { auditReader } from '../../src/schema/audit-reader.ts';
import { derived } from '../../src/schema/derive.ts';
import { renderDocument } from '../../src/schema/document.ts';
import type { Field } from '../../src/schema/field.ts';
import { ownRoot } from '../../src/schema/table.ts';
import { member, withoutEmpty } from '../../src/schema/visit.ts';
import { loadModule, runtime } from '../load-module.ts';
import { callerCases } from './own/caller-cases.ts';
import type { Case } from './own/case.ts';
import { cutCases } from './own/cut-cases.ts';
import { namespaceCases } from './own/namespace-cases.ts';
import { patchCases } from './own/patch-cases.ts';
import { remoteCases } from './own/remote-cases.ts';
import { rulesCases } from './own/rules-cases.ts';
import { serviceAccountCases } from './own/service-account-cases.ts';
import { uriCases } from './own/uri-cases.ts';
import { workloadCases } from './own/workload-cases.ts';

const cases: readonly Case[] = [
  ...uriCases,
  ...callerCases,
  ...cutCases,
  ...patchCases,
  ...namespaceCases,
  ...workloadCases,
  ...remoteCases,
  ...rulesCases,
  ...serviceAccountCases,
];

const reader = auditReader();
const names = reader.names().filter((each) => each.startsWith(`${ownRoot}.`));

type Access = (event: AuditEvent, context: unknown) => unknown;

/** What compiled code reads for each field. */
async function compiledAccess(): Promise<ReadonlyMap<string, Access>> {
  const scope = new ModuleScope();
  const functions = names.map((each, index) => {
    const value = emitValue(fieldOf(each), { node: js`e`, head: js`h` }, scope);
    const head = scope.use('headOf');
    return js`export const ${name(`f${index}`)} = (e, c, h = ${head}(e, c.partial)) => ${value};\n`;
  });
  const module = await loadModule(join([scope.imports(runtime), ...functions], js``).text);
  return new Map(names.map((each, index) => [each, module[`f${index}`] as Access]));
}

function fieldOf(of: string): Field {
  const field = reader.resolve(of);
  if (field === undefined) throw new Error(`no field ${of}`);
  return field;
}

function interpreted(of: string, event: AuditEvent, partial: boolean): Json | undefined {
  const { access: place } = fieldOf(of);
  if (place.from !== 'derived') throw new Error(`${of} is not derived`);
  return derived[place.by](event, partial);
}

describe("Harrier's own fields", async () => {
  const access = await compiledAccess();

  it.each(cases)('$name', ({ event, partial = false, fields }) => {
    const document = renderDocument(event, { source: 'test' }, partial);
    for (const [of, expected] of Object.entries(fields)) {
      expect(interpreted(of, event, partial), `${of} interpreted`).toEqual(expected);
      expect(access.get(of)?.(event, { partial }), `${of} compiled`).toEqual(expected);
      const shown = of.split('.').reduce<unknown>(member, document);
      expect(shown, `${of} in the document`).toEqual(withoutEmpty(expected));
    }
  });

  it('are all in the cases, with and without a value', () => {
    const shown = cases.flatMap(({ fields }) => Object.entries(fields));
    const value = new Set(shown.flatMap(([of, expected]) => (expected ? [of] : [])));
    const none = new Set(shown.flatMap(([of, expected]) => (expected ? [] : [of])));
    expect([...value].sort()).toEqual([...names].sort());
    expect([...none].sort()).toEqual([...names].sort());
  });
});
