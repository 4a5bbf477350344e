/** What an attacker does to a cluster, as docs/behaviours.json lists it, and which of our rules tell of it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const text = z.string().min(1);
const base = { id: z.int().positive(), behaviour: text };

/** Rules that tell of it; or why none can: CloudTrail's events that would, or what else it would take. */
const behaviour = z.union([
  z.strictObject({ ...base, rules: z.array(text).min(1) }),
  z.strictObject({ ...base, cloudtrail: text }),
  z.strictObject({ ...base, needs: text }),
]);

const groups = z.array(z.strictObject({ group: text, behaviours: z.array(behaviour).min(1) }));

export type Behaviour = z.infer<typeof behaviour>;
export type BehaviourGroup = z.infer<typeof groups>[number];

/** @throws ZodError or SyntaxError if the file is not as described */
export function readBehaviours(path: string): readonly BehaviourGroup[] {
  return groups.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** The names of the rules that tell of a behaviour. */
export function rulesOf(of: Behaviour): readonly string[] {
  return 'rules' in of ? of.rules : [];
}
