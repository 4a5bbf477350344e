/**
 * That events have the fields our rules read: each was captured in events of others, or a public document describes it.
 * `test/cases/fields-of-rules.json` says where; what of it was captured is held to these events where they are at hand.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/compile/rules/load.ts';
import { sharedData } from '../shared-data.ts';
import { fieldsIn, fieldsOf } from './used-fields.ts';

interface Sourced {
  /** The repository whose tests or samples hold the events. */
  readonly captured?: string;
  /** The page that describes the fields. */
  readonly documented?: string;
  readonly fields: readonly string[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources: readonly Sourced[] = JSON.parse(
  readFileSync(`${root}test/cases/fields-of-rules.json`, 'utf8'),
);
const used = fieldsOf(loadRules([`${root}rules/`]).rules);
const ofAll = (of: readonly Sourced[]): readonly string[] => of.flatMap(({ fields }) => fields).toSorted();

describe('the fields of our rules', () => {
  it('each have one source, and there are no others', () => {
    expect(used.size).toBeGreaterThan(100);
    expect(ofAll(sources)).toEqual([...used].toSorted());
  });

  it('have sources that can be looked up', () => {
    for (const { captured, documented } of sources) expect(captured ?? documented).toMatch(/^https:\/\//);
    expect(
      sources.filter(({ captured, documented }) => (captured === undefined) === (documented === undefined)),
    ).toEqual([]);
  });

  const captured = sharedData('audit-events/events.ndjson');
  it.skipIf(captured === undefined)('are in captured events where it says so, and only there', async () => {
    const lines = readFileSync(captured ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    const found = await fieldsIn(
      lines.map((line) => JSON.parse(line)),
      used,
    );
    expect([...found].toSorted()).toEqual(ofAll(sources.filter((each) => each.captured !== undefined)));
  });
});
