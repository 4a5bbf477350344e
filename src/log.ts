/** The functions' log: lines of JSON, as CloudWatch Logs Insights reads them. No line repeats a record's content. */
import type { UndecodableRecord } from './decode/batch.ts';
import type { MatchFailure } from './match/match.ts';
import type { Parts, Summary } from './pipeline.ts';

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** @param fields of the line beside `level` and `message`; errors are written with name, message and causes */
export type Log = (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** @param write takes a line; by default to standard output, which Lambda sends to CloudWatch Logs as it is */
export function jsonLog(write: (line: string) => void = (line) => process.stdout.write(line)): Log {
  return (level, message, fields = {}) =>
    write(`${JSON.stringify({ level, message, ...fields }, withErrors)}\n`);
}

function withErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, cause } = value;
  return cause === undefined ? { name, message } : { name, message, cause };
}

/** Lines of one kind in the log of one delivery: an attacker who sends broken records must not fill it. */
const linesOfAKind = 10;

/** What the log says of one delivery. */
export interface DeliveryLog {
  /** To be among the parts of the pipeline. */
  readonly listeners: Required<Pick<Parts, 'onUndecodable' | 'onFailure'>>;
  /** The one line that every delivery has. */
  summary(source: string, summary: Summary): void;
}

export function deliveryLog(log: Log): DeliveryLog {
  let undecodable = 0;
  let failed = 0;
  return {
    listeners: {
      onUndecodable: ({ origin, position, reason, detail }: UndecodableRecord) => {
        undecodable++;
        if (undecodable > linesOfAKind) return;
        log('WARN', 'a record could not be decoded', { source: origin.source, position, reason, detail });
      },
      onFailure: ({ rule, event, error }: MatchFailure) => {
        failed++;
        if (failed > linesOfAKind) return;
        const { origin, position } = event;
        log('ERROR', 'a rule failed on an event', { rule: rule.id, source: origin.source, position, error });
      },
    },
    summary: (source, summary) => log('INFO', 'a delivery was processed', { source, ...summary }),
  };
}
