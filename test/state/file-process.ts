/** Run by a test as a process of its own: counts in a state file that other processes count in as well. */
import { openFileStore } from '../../src/state/file.ts';

const [, , path = '', times = '0'] = process.argv;
const expiresAt = Number.MAX_SAFE_INTEGER;
const shared = { partition: 'shared', sort: 'count' };

const store = openFileStore(path, { clock: Date.now, patience: 30_000 });
for (let counted = 0; counted < Number(times); ) {
  const [found] = await store.get([shared]);
  const value = { count: Number(found?.value.count ?? 0) + 1 };
  if (!(await store.putIf({ key: shared, value, expiresAt }, found?.version))) continue;
  counted++;
  await store.put([{ key: { partition: 'own', sort: `${process.pid} ${counted}` }, value: {}, expiresAt }]);
}
store.close();
