/** docs/functions.md, made of the definitions of the functions themselves. */
import { aggregates } from '../../src/query/esql/aggregates/index.ts';
import { functions as esqlFunctions } from '../../src/query/esql/functions/index.ts';
import { functions } from '../../src/query/functions/index.ts';

/** As much of a function as the page tells, of whichever language. */
interface Documented {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly hasCaseInsensitive?: boolean;
  readonly parameters: readonly Parameter[];
  readonly doc: string;
}

interface Parameter {
  readonly name: string;
  readonly accepts: string | readonly string[];
  readonly optional?: true;
  readonly constant?: true;
  readonly repeated?: true;
}

/** A header and rows of a table. */
type Table = readonly (readonly string[])[];

export function functionsPage(): string {
  const operators = esqlFunctions.filter(isOperator);
  const called = esqlFunctions.filter((each) => !isOperator(each));
  return `# Functions

What queries can call, and what each call gives. The examples are tests.

This page is made of the definitions in \`src/query/functions/\`, \`src/query/esql/functions/\` and \`src/query/esql/aggregates/\`; \`npm run docs\` writes it.

Of the types of arguments, \`string\` is a keyword or a text, \`number\` any number, \`whole\` a number without a fraction, \`amount\` an amount of time such as \`1 hour\`. Dates are shown in ISO 8601. A list in square brackets is a field with several values.

## EQL

A name may be written in either case. With \`~\` behind its name, a function that has that form compares without regard to case. What is made of \`null\` is \`null\` unless the function says otherwise.

${section(ofEql, ({ examples }) => calls(examples))}
## ES|QL: functions

A name may be written in either case.

${section(called, ({ examples }) => calls(examples))}
## ES|QL: operators

${section(operators, ({ examples }) => calls(examples))}
## ES|QL: aggregates

For \`STATS\`. An example shows the values of the arguments, row by row.

${section(aggregates, ({ examples }) => [
  ['rows', 'gives'],
  ...examples.map(({ rows, result }) => [rows.map(row).join(' '), code(result)]),
])}`.trimEnd();
}

const ofEql = functions.filter(({ languages }) => languages.includes('eql'));

/** An operator is not called by its name and brackets. */
function isOperator({ name, examples }: (typeof esqlFunctions)[number]): boolean {
  return !examples.some(({ call }) => call.includes(`${name}(`));
}

function section<Of extends Documented>(all: readonly Of[], examples: (each: Of) => Table): string {
  const sorted = all.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return sorted.map((each) => `${entry(each)}\n${table(examples(each))}\n`).join('\n');
}

function entry({ name, aliases = [], hasCaseInsensitive, parameters, doc }: Documented): string {
  const names = [name, ...(hasCaseInsensitive ? [`${name}~`] : []), ...aliases];
  const list = parameters.map((each) => `- ${parameter(each)}\n`).join('');
  return `### ${names.map((each) => `\`${each}\``).join(', ')}\n\n${doc}\n${list === '' ? '' : `\n${list}`}`;
}

function parameter({ name, accepts, optional, constant, repeated }: Parameter): string {
  const types = [accepts].flat();
  const said = [
    types.includes('any') ? 'of any type' : types.join(' or '),
    ...(optional ? ['optional'] : []),
    ...(constant ? ['known when the rule is built'] : []),
    ...(repeated ? ['as many as are given'] : []),
  ];
  return `\`${name}\`: ${said.join(', ')}`;
}

function calls(examples: readonly { readonly call: string; readonly result: unknown }[]): Table {
  return [['call', 'gives'], ...examples.map(({ call, result }) => [quoted(call), code(result)])];
}

function table([header = [], ...rows]: Table): string {
  const lines = [header, header.map(() => '---'), ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function row(values: readonly unknown[]): string {
  return values.length === 0 ? '(any)' : quoted(values.map(written).join(', '));
}

function code(value: unknown): string {
  return quoted(written(value));
}

function written(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  return JSON.stringify(value);
}

/** As code, whatever backticks are in it. */
function quoted(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
