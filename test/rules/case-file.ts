/**
 * The tests beside a rule, `<rule>.test.json` for `<rule>.toml`, and those beside a file of exceptions, which say of each
 * case which rule it is about. rules/README.md and docs/exceptions.md describe the format.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AuditEvent, Json, JsonObject } from '../../src/schema/audit-event.ts';

const patch = z.record(z.string(), z.json());
const name = z.string().min(1);
const alerts = z.int().min(0);
    cut: each.cut ?? false,
    events: ('set' in each ? [each.set] : each.events).map((set) => mergePatch(base, set) as AuditEvent),
