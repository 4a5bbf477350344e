import { simulate } from './simulation.ts';

simulate('query');
