/** A setting of V8's that a process which goes through many events needs. */
import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 make every object in the young generation. V8 otherwise watches which object literals in the code make objects
 * that outlive a collection, and makes those of such a literal in the old generation from then on (allocation site
 * pretenuring, https://dl.acm.org/doi/10.1145/2754169.2754181). While a process is new, whole batches outlive
 * collections; with a little bad luck the objects that hold events are then made old in all batches after that. Each of
 * them keeps a dead event until the whole heap is marked. One process in seven took up to twice the time for that.
 *
 * To be called before the first event is read; it may be called again.
 */
export function withoutPretenuring(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
