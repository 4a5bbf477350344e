/** The bounds that keep one delivery from taking a process down, whoever wrote its bytes. */

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

export interface DecodeOptions {
  /**
   * Bytes one delivery may inflate to; beyond them it is poison. Plain input is not bounded by it.
   * Default: 16 GiB for objects and files, which are streamed, so that it bounds time and not memory; 128 MiB for a
   * subscription payload, which is held in memory: Lambda accepts 6 MB of payload, which is 4.5 MB of gzip, and
   * audit events deflate 10 to 30 times.
   */
  readonly maxInflatedBytes?: number;
  /**
   * How many bytes may come out for one that goes in, once 64 MiB have come out of an object or file. Every event
   * has an `auditID` of 122 random bits and its own timestamps, which keeps real logs below 100; deflate itself
   * ends at 1032. Default: 400. Subscription payloads are bounded by `maxInflatedBytes` alone.
   */
  readonly maxInflationRatio?: number;
  /**
   * Bytes of one record; of a longer one the beginning is decoded as a partial event. The API server accepts
   * requests of 1.5 MiB and writes `<`, `>` and `&` as six bytes each, so that an event with its request and
   * response can have several MiB. Default: 16 MiB.
   */
  readonly maxRecordBytes?: number;
  /**
   * How deep arrays and objects may nest in an event; what lies deeper is left out, and the event is partial. Code
   * that walks events by recursion relies on it. Default: 800; schemas in custom resource definitions, the deepest
   * objects there are, stay below 100.
   */
  readonly maxDepth?: number;
}

export type Limits = Required<DecodeOptions>;

export function objectLimits(options: DecodeOptions = {}): Limits {
  return {
    maxInflatedBytes: 16 * GiB,
    maxInflationRatio: 400,
    maxRecordBytes: 16 * MiB,
    maxDepth: 800,
    ...options,
  };
}

export function subscriptionLimits(options: DecodeOptions = {}): Limits {
  return { ...objectLimits({ maxInflatedBytes: 128 * MiB }), ...options };
}

/** Inflated bytes that are always accepted, whatever the ratio: small inputs may be repetitive. */
export const RATIO_FREE_BYTES: number = 64 * MiB;

/** A count of bytes for a message, exact where it is a whole number of a unit. */
export function bytesInWords(count: number): string {
  const units = [
    [GiB, 'GiB'],
    [MiB, 'MiB'],
    [KiB, 'KiB'],
  ] as const;
  const unit = units.find(([size]) => count >= size);
  if (unit === undefined) return `${count} bytes`;
  const [size, name] = unit;
  return `${Number((count / size).toFixed(1))} ${name}`;
}
