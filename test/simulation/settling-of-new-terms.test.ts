import { simulate } from './simulation.ts';

simulate('settling of new terms');
