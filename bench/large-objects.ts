/** Objects of any length in every layout whose records do not keep to lines or are compressed, made as streams. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { makeCorpus } from './corpus.ts';

interface Form {
  /** What is before the first event, after the last, and what a block of events becomes between them. */
  readonly before: string;
  readonly after: string;
  /** @param isFirst whether no block came before */
  block(events: readonly string[], isFirst: boolean): string;
  compress(text: string): Buffer;
}

const gzip = (text: string): Buffer => gzipSync(text, { level: 1 });
const zstd = (text: string): Buffer => zstdCompressSync(text);

const lines: Omit<Form, 'compress'> = { before: '', after: '', block: (events) => `${events.join('\n')}\n` };
const elements = (events: readonly string[], isFirst: boolean): string =>
  `${isFirst ? '' : ','}${events.join(',')}`;

export const forms = {
  'lines, gzip': { ...lines, compress: gzip },
  'lines, zstd': { ...lines, compress: zstd },
  'envelopes glued by Firehose, gzip': { before: '', after: '', block: envelopesOf(400), compress: gzip },
  'envelopes of 2.6 MB each, gzip': { before: '', after: '', block: envelopesOf(1500), compress: gzip },
  'a JSON array in one line, gzip': { before: '[', after: ']', block: elements, compress: gzip },
  'an EventList in one line, gzip': {
    before: '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[',
    after: ']}',
    block: elements,
    compress: gzip,
  },
} as const satisfies Record<string, Form>;

export type FormName = keyof typeof forms;

export interface LargeObject {
  readonly events: number;
  /** Inflated. */
  readonly bytes: number;
}

/**
 * Writes an object of at least so many bytes inflated. Its events come from the bench corpus, each with an `auditID`
 * of its own; each block of them is a gzip member or zstd frame.
 */
export async function writeLargeObject(path: string, name: FormName, bytes: number): Promise<LargeObject> {
  const form: Form = forms[name];
  const written = { events: 0, bytes: 0 };
  function* members(): Generator<Buffer> {
    for (let block = 0; written.bytes < bytes; block++) {
      const events = block0.map((event, index) => withId(event, block * block0.length + index));
      const before = block === 0 ? form.before : '';
      const text = before + form.block(events, block === 0);
      written.events += events.length;
      written.bytes += text.length;
      yield form.compress(text);
    }
    if (form.after !== '') yield form.compress(form.after);
  }
  await pipeline(Readable.from(members()), createWriteStream(path));
  return written;
}

const corpus = makeCorpus(4_000, 4_000);
const block0 = corpus.objects.flatMap((object) => gunzipSync(object).toString().trimEnd().split('\n'));

/** An event is one only by its `auditID`. */
function withId(event: string, number: number): string {
  return event.replace(/"auditID":"[0-9a-f]{8}/, `"auditID":"${number.toString(16).padStart(8, '0')}`);
}

function envelopesOf(inEnvelope: number): Form['block'] {
  return (events) => {
    let text = '';
    for (let index = 0; index < events.length; index += inEnvelope) {
      text += JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: '111122223333',
        logGroup: '/aws/eks/shop/cluster',
        logStream: 'kube-apiserver-audit-0123456789abcdef0123456789abcdef',
        subscriptionFilters: ['harrier'],
        logEvents: events.slice(index, index + inEnvelope).map((message, at) => ({
          id: `386${String(index + at).padStart(53, '0')}`,
          timestamp: 1_772_323_200_000,
          message,
        })),
      });
    }
    return text;
  };
}
