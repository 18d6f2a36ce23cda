import { expect, test } from 'vitest';
import { Allowance } from './allowance';

test('so many at once, then so many a second, and never more than that at once again', () => {
  let now = 0;
  const allowance = new Allowance({ perSecond: 10, burst: 3 }, () => now);
  const spend = () => Array.from({ length: 5 }, () => allowance.spend()).filter(Boolean).length;
  expect(spend()).toBe(3);
  now = 100;
  expect(spend()).toBe(1);
  now = 60_000;
  expect(spend()).toBe(3);
  // A clock that is set back gives nothing and takes nothing.
  now = 0;
  expect(spend()).toBe(0);
});
