import type { AuditEvent, Json } from './audit-event.ts';

/**
 * An annotation by Elastic's name of it: the pipeline writes every dot of a key as an underscore.
 * @param likely the key it most likely has in the event, tried before all keys are searched
 */
export function annotation(event: AuditEvent, name: string, likely = likelyKey(name)): Json | undefined {
  const { annotations } = event;
  if (typeof annotations !== 'object' || annotations === null || Array.isArray(annotations)) return undefined;
  const all = annotations as { readonly [key: string]: Json };
  const direct = all[likely];
  if (direct !== undefined) return direct;
  for (const key of Object.keys(all)) if (key.replaceAll('.', '_') === name) return all[key];
  return undefined;
}

/** Kubernetes' own annotations are named by domains, which have dots and no underscores. */
export function likelyKey(name: string): string {
  return name.replaceAll('_', '.');
}
