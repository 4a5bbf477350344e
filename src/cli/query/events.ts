/** The events for which a condition holds, by their times. */
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { Place } from './event-order.ts';
import { type Finder, type Finding, untimed } from './finder.ts';
import type { Found } from './found.ts';

export class Events implements Finder {
  readonly #finding: Finding;
  readonly #matches: { readonly event: SourcedEvent; readonly place: Place }[] = [];
  #number = 0;

  constructor(finding: Finding) {
    this.#finding = finding;
  }

  add(event: SourcedEvent): void {
    const { matcher, order } = this.#finding;
    const number = this.#number++;
    if (matcher.match(event).length > 0) this.#matches.push({ event, place: order.placeOf(event, number) });
  }

  end(): readonly Found[] {
    const { order } = this.#finding;
    this.#matches.sort((one, other) => order.compare(one.place, other.place));
    return this.#matches.map(({ event }) => ({ events: [event], joinKeys: [] }));
  }

  notes(): readonly string[] {
    const { order, timestampField } = this.#finding;
    return order.hasTime ? [] : [untimed(timestampField)];
  }
}
