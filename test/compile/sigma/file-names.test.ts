/** Imported rules have files of their own. */
import { expect, it } from 'vitest';
import { importSigma } from '../../../src/compile/sigma/import.ts';

const rule = (id: number, verb: string) => `title: On ${verb}
id: 11111111-1111-4111-8111-11111111111${id}
logsource: { product: kubernetes, service: audit }
detection:
  selection: { verb: ${verb} }
  condition: selection
`;

function fileNames(...files: readonly (readonly [path: string, text: string])[]): readonly string[] {
  const { rules, problems } = importSigma(files.map(([path, text]) => ({ path, text })));
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return rules.map(({ fileName }) => fileName);
}

it('never have one name, whatever their files are called', () => {
  const names = fileNames(
    ['a.yml', rule(1, 'get')],
    ['below/a.yml', rule(2, 'list')],
    ['a_2.yml', rule(3, 'watch')],
    ['A 2.yaml', rule(4, 'delete')],
  );
  expect(names).toEqual(['a', 'a_2', 'a_2_2', 'a_2_3']);
});

it('always have a name, also where their files have one that not every system can write', () => {
  expect(fileNames(['規則.yml', rule(1, 'get')], ['____.yml', rule(2, 'list')])).toEqual(['rule', 'rule_2']);
  const several = `${rule(1, 'get')}---\n${rule(2, 'list')}`;
  expect(fileNames(['規則.yml', several])).toEqual(['rule_on_get', 'rule_on_list']);
});
