import { documentReader } from '../../schema/document-reader.ts';
import type { Target } from '../target.ts';

const reader = documentReader();

/** Documents are whatever a rule says that they are. */
export const documentTarget: Target = { reader, readersOf: () => [reader], indexes: [] };
