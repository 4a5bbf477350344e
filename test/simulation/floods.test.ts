import { simulate } from './simulation.ts';

simulate('floods');
