import { simulate } from './simulation.ts';

simulate('suppression of new terms');
