/** The join keys of events that match stages, of each event a bounded number. */
import type { Candidate } from '../../match/rule-set.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import { count } from '../count.ts';
import type { FinderParts } from './finder.ts';
import { type Key, keysOf, mostKeys } from './join-keys.ts';

export class KeysOfEvents {
  readonly #parts: Pick<FinderParts, 'keys' | 'matcher'>;
  #cut = 0;

  constructor(parts: Pick<FinderParts, 'keys' | 'matcher'>) {
    this.#parts = parts;
  }

  of(event: SourcedEvent, candidate: Candidate): readonly Key[] {
    const { keys: readers, matcher } = this.#parts;
    const reader = readers[candidate.stage];
    const keys = reader === undefined ? [] : keysOf(event, matcher.contextOf(event), candidate, reader);
    if (keys.length <= mostKeys) return keys;
    this.#cut++;
    return keys.slice(0, mostKeys);
  }

  /** What whoever reads the results has to know, a line each. */
  notes(): readonly string[] {
    if (this.#cut === 0) return [];
    const most = mostKeys.toLocaleString('en');
    return [
      `${count(this.#cut, 'event')} with more than ${most} join keys: the others of these were left out`,
    ];
  }
}
