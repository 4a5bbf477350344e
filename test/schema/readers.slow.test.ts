import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comment, join, js, name } from '../../src/compile/codegen/code.ts';
import { emitValue } from '../../src/compile/codegen/emit-value.ts';
import { ModuleScope } from '../../src/compile/codegen/module-scope.ts';
import { auditReader } from '../../src/schema/audit-reader.ts';
import { renderDocument } from '../../src/schema/document.ts';
import { documentReader } from '../../src/schema/document-reader.ts';
import type { Field } from '../../src/schema/field.ts';
import { hasLeaves } from '../../src/schema/read.ts';
import { fieldTable } from '../../src/schema/table.ts';
import { auditEvents, origins } from '../arbitrary/audit-event.ts';
import { loadModule, runtime } from '../load-module.ts';
import { valuesOf } from '../reference/read-field.ts';

const audit = auditReader();
const document = documentReader();

/** Names the table does not list but a query may use. */
const freeNames = [
  'kubernetes.audit.user.extra.arn',
  'kubernetes.audit.user.extra.authentication.kubernetes.io/pod-name',
  'kubernetes.audit.requestObject.metadata.labels.app.kubernetes.io/name',
  'kubernetes.audit.requestObject.metadata.labels.a.b',
  'kubernetes.audit.requestObject.spec.volumes.hostPath.path',
  'kubernetes.audit.requestObject.spec.template.spec.containers.image',
  'kubernetes.audit.requestObject.rules.verbs',
  'kubernetes.audit.requestObject.constructor',
  'kubernetes.audit.requestObject.__proto__.a',
  'kubernetes.audit.responseObject.toString',
  'kubernetes.audit.annotations.x_y_z/k',
  'harrier.pod.hostPID',
  'harrier.pod.volumes.hostPath.path',
  'harrier.containers.image',
  'harrier.containers.securityContext.capabilities.add',
  'harrier.query.command',
  'harrier.query.dryRun',
  'harrier.query.__proto__',
  'harrier.object.spec.hostPID',
  'harrier.object.metadata.labels.app.kubernetes.io/name',
  'harrier.labels.after.app.kubernetes.io/name',
  'harrier.labels.after.a.b',
  'harrier.labels.before.app',
  'harrier.processes.command_line',
  'harrier.processes.piped_into',
  'harrier.processes.run_by',
  'harrier.pod_annotations.app.kubernetes.io/name',
];

const fields: readonly Field[] = [
  ...fieldTable('kubernetes.audit_logs').filter(({ access: place }) => place.from !== 'nowhere'),
  ...freeNames.map((each) => found(audit.resolve(each))),
];

function found(field: Field | undefined): Field {
  if (field === undefined) throw new Error('no such field');
  return field;
}

/** A module with one function a field, each giving all values that compiled code would test. */
async function compiledAccess(): Promise<readonly ((event: unknown, context: unknown) => unknown[])[]> {
  const scope = new ModuleScope();
  const functions = fields.map((field, index) => {
    const visit = scope.use(hasLeaves(field) ? 'someLeaf' : 'someValue');
    const value = emitValue(field, { node: js`e`, head: js`h` }, scope);
    return js`${comment(field.name)}\nexport const ${name(`f${index}`)} = (e, c, h = ${scope.use('headOf')}(e, c.partial)) => { const all = []; ${visit}(${value}, (v) => { all.push(v); return false; }); return all; };\n`;
  });
  const module = await loadModule(join([scope.imports(runtime), scope.constants(), ...functions], js``).text);
  return fields.map((_, index) => module[`f${index}`] as never);
}

describe('the two readers', async () => {
  const access = await compiledAccess();

  it('agree on every field: compiled access, interpreted access and the document', () => {
    fc.assert(
      fc.property(auditEvents, origins, fc.boolean(), (event, origin, partial) => {
        const rendered = renderDocument(event, origin, partial);
        fields.forEach((field, index) => {
          const compiled = access[index]?.(event, { origin, now: 0, partial });
          const interpreted = valuesOf(field, event, origin, partial);
          const inDocument = valuesOf(found(document.resolve(field.name)), rendered, { source: '' });
          expect(compiled, field.name).toEqual(interpreted);
          expect(sorted(inDocument), field.name).toEqual(sorted(interpreted));
        });
      }),
      { numRuns: 400 },
    );
  });

  it('cover a value of every field', () => {
    const seen = new Set<string>();
    for (const event of fc.sample(auditEvents, { numRuns: 2000, seed: 1 })) {
      const origin = { source: 'x', cluster: 'c', account: '1', region: 'r' };
      for (const field of fields) if (valuesOf(field, event, origin, true).length > 0) seen.add(field.name);
    }
    const unseen = fields.map(({ name: each }) => each).filter((each) => !seen.has(each));
    expect(unseen).toEqual([]);
  });
});

/** Keys with and without dots may be visited in either order; which values there are is what counts. */
function sorted(values: readonly unknown[]): readonly unknown[] {
  return values.map((value) => JSON.stringify(value)).sort();
}
