import { simulate } from './simulation.ts';

simulate('suppression of queries and thresholds');
