/** From a predicate to a stage: what the rule set leaves out by itself, and what is tested. */
import type { Field } from '../schema/field.ts';
import type { Reader } from '../schema/reader.ts';
import type { LoweredException, LoweredStage } from './codegen/emit-module.ts';
import { withCaller } from './passes/callers.ts';
import { fold } from './passes/fold.ts';
import { gated } from './passes/gate.ts';
import { requirements, residual } from './passes/require.ts';
import { waysOf } from './passes/ways.ts';
import type { Predicate } from './predicate.ts';

/** From so many resources on a stage is looked at more closely. */
const severalKinds = 20;

/**
 * @param predicate folded
 * @param fields by which the stage's matches are grouped, counted or joined
 */
export function stageOf(
  predicate: Predicate,
  exceptions: readonly LoweredException[],
  fields: readonly Field[],
  reader: Reader,
): LoweredStage {
  const { dispatch } = reader;
  if (dispatch === undefined) return { predicate, requires: {}, exceptions, fields };
  const requires = requirements(narrowed(predicate, exceptions), dispatch);
  const { implied, predicate: left } = residual(predicate, requires, dispatch);
  // Of a stage about one kind of object few events are candidates, and ways have their size in a bundle.
  const ways = (requires.resource?.length ?? severalKinds) < severalKinds ? [] : waysOf(left, dispatch);
  const { gates, predicate: rest } = gated(left);
  const all = withCaller(gates, reader.resolve('harrier.caller'));
  return { requires, implied, gates: all, predicate: rest, ways, exceptions, fields };
}

/** What an event must fulfil to match, for as long as the module is in use. */
function narrowed(predicate: Predicate, exceptions: readonly LoweredException[]): Predicate {
  const lasting = exceptions.filter(({ until, wholeEventsOnly }) => until === undefined && !wholeEventsOnly);
  return fold({
    kind: 'and',
    of: [predicate, ...lasting.map(({ predicate: of }): Predicate => ({ kind: 'not', of }))],
  });
}
