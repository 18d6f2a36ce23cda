import { inject } from 'vitest';
import { acceptance } from './testing/acceptance';

acceptance('a real WordPress', () => inject('wordpress'));
