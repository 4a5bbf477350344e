/** Rule files for tests, in folders of their own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The `rule_id` of a rule that only its number tells from others. */
export function ruleId(number: number): string {
  return `5e1f0c1e-3f0b-4a47-9d0c-${String(number).padStart(12, '0')}`;
}

/** The text of a rule file without fault. */
export function ruleText(number: number): string {
  return `[rule]
rule_id = "${ruleId(number)}"
name = "Rule ${number}"
description = "A rule."
risk_score = 47
severity = "medium"
type = "query"
query = "kubernetes.audit.verb: get"
`;
}

/**
 * Writes files into a new folder, which is gone when the test is over.
 * @param files path below the folder -> content
 * @returns the folder's path
 */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'harrier-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
