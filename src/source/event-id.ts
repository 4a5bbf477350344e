import type { Json, SourcedEvent } from '../schema/audit-event.ts';

/** Longest part of an event id that is taken from the event: callers may choose an `auditID` of any length. */
const idLimit = 128;

/** @returns the id that an event gives itself, cut; undefined where it gives none */
export function ownId(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, idLimit) : undefined;
}

/** @returns where the event was found: `<source>:<position>` */
export function positionId({ origin, position }: SourcedEvent): string {
  return `${origin.source}:${position}`;
}
