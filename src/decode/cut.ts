/** What says that a text is only the beginning of a record. */

/** Why a text is only the beginning of a record: the record is longer than is read, or its stream ends within it. */
export type CutReason = 'too-long' | 'stream-end';

/** How some deliveries mark a record that CloudWatch Logs cut at its size limit. */
export const CUT_MARK = '[Truncated...]';
const MARK = Buffer.from(CUT_MARK);
const MARK_AT_END = /\[Truncated\.\.\.\]\s*$/;

export function withoutCutMark(text: string): string {
  return text.replace(MARK_AT_END, '');
}

/** Whether bytes begin with the mark, or are the beginning of one. */
export function beginsCutMark(bytes: Buffer): 'whole' | 'begun' | 'no' {
  if (bytes.subarray(0, MARK.length).equals(MARK)) return 'whole';
  return MARK.subarray(0, bytes.length).equals(bytes) ? 'begun' : 'no';
}
