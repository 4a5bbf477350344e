/** What a query finds, and a line of it for programs. */
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { Reader } from '../../schema/reader.ts';
import type { Setting } from './language.ts';

/** One event, or those of a sequence or sample; null for one that is missing, as it should be. */
export interface Found {
  readonly events: readonly (SourcedEvent | null)[];
  /** Values of the join keys, in their order; null for an optional one without a value. */
  readonly joinKeys: readonly (string | null)[];
}

/** As the response of Elasticsearch's EQL search has it, but for what is its index's. */
export function resultLine({ events, joinKeys }: Found, { documentOf }: Setting, reader: Reader): string {
  const documents = events.map((event) => event && documentOf(event, reader));
  return `${JSON.stringify({ events: documents, join_keys: joinKeys })}\n`;
}

export function documentLine(event: SourcedEvent, { documentOf }: Setting, reader: Reader): string {
  return `${JSON.stringify(documentOf(event, reader))}\n`;
}
