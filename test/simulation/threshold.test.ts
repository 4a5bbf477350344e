import { simulate } from './simulation.ts';

simulate('threshold');
