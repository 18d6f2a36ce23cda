import { afterAll, beforeAll } from 'vitest';
import { acceptance } from './testing/acceptance';
import { startFakeWordPress, type FakeWordPress } from './testing/fake';

let site: FakeWordPress;
beforeAll(async () => {
  site = await startFakeWordPress();
});
afterAll(() => site.stop());

acceptance('the fake WordPress', () => site);
