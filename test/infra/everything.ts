/** The stack with something of everything, for tests that only look at its template. */
import { accessTo } from './access.ts';
import { everySetting, packageWith } from './packaged.ts';
import { stackOf } from './stack.ts';

const packaged = await packageWith(everySetting);
await packaged.remove();

export const stack = stackOf(packaged.template);
export const access = accessTo(stack);
