import { simulate } from './simulation.ts';

simulate('groups');
