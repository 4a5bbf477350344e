import { readdirSync, readFileSync } from 'node:fs';
import { parse } from '@iarna/toml';
import { describe, expect, it } from 'vitest';
import { compileKql } from '../../../src/compile/kql/compile-kql.ts';
import { fold } from '../../../src/compile/passes/fold.ts';
import type { Predicate } from '../../../src/compile/predicate.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { sharedData } from '../../shared-data.ts';
import { rendered } from './run-kql.ts';

const reader = auditReader();

function predicate(text: string): Predicate {
  const lowered = compileKql(text, reader);
  if (lowered.predicate === undefined) throw new Error(rendered(text, lowered.problems));
  return lowered.predicate;
}

describe('lowering', () => {
  it('leaves what is constant to the folding pass', () => {
    const found = predicate('data_stream.dataset:"kubernetes.audit_logs"');
    expect(found).toMatchObject({ kind: 'some', field: { access: { from: 'constant' } } });
    expect(fold(found)).toEqual({ kind: 'constant', value: true });
  });

  it('keeps `now` relative', () => {
    expect(predicate('@timestamp:now/d')).toMatchObject({
      test: {
        from: { kind: 'now', math: [{ op: '/', amount: 1, unit: 'd' }], roundUp: false, shiftMs: 0 },
        to: { kind: 'now', math: [{ op: '/', amount: 1, unit: 'd' }], roundUp: true, shiftMs: 0 },
      },
    });
  });

  it('resolves names within nested syntax from the element', () => {
    expect(
      predicate('kubernetes.audit.requestObject.spec.containers:{ securityContext:{ privileged:true } }'),
    ).toMatchObject({
      kind: 'element',
      field: { name: 'kubernetes.audit.requestObject.spec.containers' },
      of: {
        kind: 'element',
        field: { access: { from: 'path', steps: ['securityContext'] } },
        of: { kind: 'some', field: { access: { from: 'path', steps: ['privileged'] } } },
      },
    });
  });

  it('makes a value list of a keyword one look-up', () => {
    const list = fold(predicate('kubernetes.audit.verb:(create or update or "patch")'));
    expect(list).toMatchObject({
      kind: 'some',
      test: { kind: 'keyword', values: ['create', 'update', 'patch'] },
    });
  });

  it('has no predicate if anything is wrong', () => {
    expect(compileKql('user.name:a or nosuch:b', reader)).not.toHaveProperty('predicate');
    expect(compileKql('user.name:(a', reader)).not.toHaveProperty('predicate');
  });

  it('says once what is wrong with the field of a list', () => {
    expect(compileKql('nosuch:(a or b or not (c and d))', reader).problems).toHaveLength(1);
  });
});

const rules = sharedData('elastic-rules/kubernetes');

describe.skipIf(rules === undefined)('Elastic’s Kubernetes rules', () => {
  interface RuleFile {
    readonly rule: { readonly language?: string; readonly query?: string };
  }
  const kuery = (rules === undefined ? [] : readdirSync(rules))
    .map((file) => ({
      file,
      ...(parse(readFileSync(`${rules}/${file}`, 'utf8')) as unknown as RuleFile).rule,
    }))
    .filter(({ language }) => language === 'kuery');

  it.each(kuery)('compile: $file', ({ query = '' }) => {
    const { predicate: found, problems } = compileKql(query, reader);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found && fold(found)).not.toHaveProperty('kind', 'constant');
  });
});
