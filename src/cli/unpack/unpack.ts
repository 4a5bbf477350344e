/**
 * What responders have at hand: archives, and what AWS's command line and CloudWatch Logs Insights put around events.
 * The functions never meet these; here they are taken off, and what is inside is decoded as ever.
 */

import type { Input } from '../inputs.ts';
import { cliMessages } from './cli-json.ts';
import { textMessages } from './cli-text.ts';
import { csvMessages } from './csv.ts';
import { type Form, formOf, unreadable } from './form.ts';
import { gunzip } from './gunzip.ts';
import { type Peeked, peek } from './peek.ts';
import { tailMessages } from './tail.ts';
import { tarEntries } from './tar.ts';
import { failing, told, UnpackError } from './unpack-error.ts';
import { utf8Of } from './utf16.ts';
import { zipEntries } from './zip.ts';

/** Archives within archives within …: a small file can be very many. */
const maxDepth = 4;

const brokenTar = 'the tar archive is broken';

/** What AWS puts around the messages of log events. */
const aroundMessages: readonly (Form | undefined)[] = ['cli-json', 'cli-text', 'csv', 'tail'];

/**
 * @param isLog whether records are messages of log events, so that what AWS puts around those is taken off; of others,
 * such as documents, it may be part
 * @returns what is in an input, one after the other; the input itself if nothing is around its records
 * @throws UnpackError
 */
export async function* unpacked(input: Input, isLog: boolean, depth = 0): AsyncGenerator<Input> {
  const { bytes, start } = await peek(input.open());
  const trouble = unreadable(start);
  if (trouble !== undefined) throw new UnpackError(trouble);
  const found = formOf(start);
  const form = !isLog && aroundMessages.includes(found) ? undefined : found;
  if (form === undefined) yield { ...input, open: () => bytes };
  else if (depth >= maxDepth)
    throw new UnpackError(`archives are within each other more than ${maxDepth} deep`);
  else yield* inside(form, { ...input, open: () => bytes }, { bytes, start }, { isLog, depth });
}

/** An entry of an archive that cannot be unpacked costs itself alone: whoever opens it is told. */
async function* entryUnpacked(entry: Input, isLog: boolean, depth: number): AsyncGenerator<Input> {
  try {
    yield* unpacked(entry, isLog, depth);
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error;
    yield { ...entry, open: () => failing(error) };
  }
}

async function* inside(
  form: Form,
  input: Input,
  { bytes }: Peeked,
  { isLog, depth }: { readonly isLog: boolean; readonly depth: number },
): AsyncGenerator<Input> {
  const around = (open: () => AsyncIterable<Uint8Array>): Input => ({ name: input.name, open });
  switch (form) {
    case 'zip':
      await bytes.return(undefined);
      for await (const entry of told(zipEntries(input), 'the ZIP archive is broken'))
        yield* entryUnpacked(entry, isLog, depth + 1);
      return;
    case 'tar':
      for await (const entry of told(tarEntries(input.name, bytes), brokenTar))
        yield* entryUnpacked(entry, isLog, depth + 1);
      return;
    case 'tar-gz':
      for await (const entry of told(tarEntries(input.name, gunzip(bytes)), brokenTar))
        yield* entryUnpacked(entry, isLog, depth + 1);
      return;
    case 'utf-16le':
    case 'utf-16be':
      yield* unpacked(
        around(() => utf8Of(bytes, form)),
        isLog,
        depth + 1,
      );
      return;
    case 'cli-json':
      yield around(() => told(cliMessages(bytes), 'its JSON is broken'));
      return;
    case 'cli-text':
      yield around(() => textMessages(bytes));
      return;
    case 'csv':
      yield around(() => told(csvMessages(bytes), 'its CSV is broken'));
      return;
    case 'tail':
      yield around(() => tailMessages(bytes));
  }
}
