import { simulate } from './simulation.ts';

simulate('sequence');
