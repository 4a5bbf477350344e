import { simulate } from './simulation.ts';

simulate('new terms');
