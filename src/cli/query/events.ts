/** The events for which a condition holds, by their times. */
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { OrderKey } from './event-order.ts';
import { type Finder, type FinderParts, type Results, untimed } from './finder.ts';
import type { Handle } from './kept-events.ts';

export class Events implements Finder {
  readonly #parts: FinderParts;
  readonly #matches: { readonly handle: Handle; readonly place: OrderKey }[] = [];
  #number = 0;

  constructor(parts: FinderParts) {
    this.#parts = parts;
  }

  add(event: SourcedEvent): void {
    const { kept, matcher, order } = this.#parts;
    const number = this.#number++;
    if (matcher.match(event).length > 0)
      this.#matches.push({ handle: kept.keep(event), place: order.placeOf(event, number) });
  }

  end(): Results {
    const { order } = this.#parts;
    this.#matches.sort((one, other) => order.compare(one.place, other.place));
    const matches = this.#matches;
    return {
      length: matches.length,
      at(index) {
        const match = matches[index];
        return match && { events: [match.handle], joinKeys: [] };
      },
    };
  }

  notes(): readonly string[] {
    const { order, timestampField } = this.#parts;
    return order.hasTime ? [] : [untimed(timestampField)];
  }
}
