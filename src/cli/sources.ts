/** The sources whose events a command reads, with what only the command line needs of them. */
import type { Batch } from '../decode/batch.ts';
import { decode } from '../decode/decode.ts';
import { decodeDocuments } from '../decode/documents.ts';
import type { Origin } from '../schema/audit-event.ts';
import { auditSource } from '../source/audit/source.ts';
import { auditTarget } from '../source/audit/target.ts';
import { documentSource } from '../source/document/source.ts';
import { documentTarget } from '../source/document/target.ts';
import type { Source } from '../source/source.ts';
import type { Target } from '../source/target.ts';

/** A source as commands read it. */
export interface InputSource {
  readonly source: Source;
  /** What rules are compiled for. */
  readonly target: Target;
  /** Whether its records come as messages of log events, and with what AWS's tools put around those. */
  readonly isLog: boolean;
  /** From the bytes of one input to its events. */
  decode(bytes: AsyncIterable<Uint8Array>, origin: Origin): AsyncIterable<Batch>;
}

/** Kubernetes audit events, in any form in which they are delivered. */
export const auditInput: InputSource = {
  source: auditSource,
  target: auditTarget,
  isLog: true,
  decode,
};

/** Documents with Elastic's field names, or of any shape. */
export const documentInput: InputSource = {
  source: documentSource,
  target: documentTarget,
  isLog: false,
  decode: decodeDocuments,
};
