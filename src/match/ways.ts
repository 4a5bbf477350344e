/**
 * Of a stage with alternatives, those that an event of a certain verb, resource and subresource can take. What they have in
 * common becomes a gate, so that most events do not meet the stage at all.
 */
import { type Gate, type GateField, type Gates, gateFields } from './narrow.ts';

/** What an alternative of a condition asks of single fields of the head. */
interface Gated {
  readonly gates?: Gates;
}

/**
 * @param gates of the stage
 * @param choices of the stage's ways for each condition with alternatives; none of them is empty
 * @returns the gates of the stage and of its conditions together
 */
export function gatesOf(gates: Gates | undefined, choices: readonly (readonly Gated[])[]): Gates {
  const all: Partial<Record<GateField, readonly Gate[]>> = { ...gates };
  for (const ways of choices) {
    for (const field of gateFields) {
      const asked = ways.map((way) => way.gates?.[field]);
      if (!asked.every((each) => each !== undefined)) continue;
      const isOpen: Gate = (head) => asked.some((each) => each.every((gate) => gate(head)));
      all[field] = [...(all[field] ?? []), isOpen];
    }
  }
  return all;
}
