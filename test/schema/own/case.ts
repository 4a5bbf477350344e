import type { AuditEvent, Json } from '../../../src/schema/audit-event.ts';

/** An event, and what fields are of it; `undefined` for a field that it has not. */
export interface Case {
  readonly name: string;
  readonly event: AuditEvent;
  /** Whether the event was cut. */
  readonly partial?: boolean;
  readonly fields: Readonly<Record<string, Json | undefined>>;
}
