import { expect, test } from 'vitest';
import { playwrightOutcome, vitestOutcome } from './report';
import { strict, summary } from './result';

const vitestRun = { project: 'unit', code: 0, output: '', root: '/repo' };
const file = (status: string, ...tests: [string, string][]) => ({
  name: '/repo/protocol/may.test.ts',
  status,
  assertionResults: tests.map(([fullName, state]) => ({ fullName, status: state })),
});

test('a vitest report is counted, and skips are named', () => {
  const testResults = [
    file('failed', ['a', 'passed'], ['b', 'failed'], ['c (../shared)', 'pending'], ['d', 'todo']),
  ];
  expect(vitestOutcome({ testResults }, { ...vitestRun, code: 1 })).toMatchObject({
    passed: 1,
    failed: ['protocol/may.test.ts › b'],
    skipped: ['protocol/may.test.ts › c (../shared)', 'protocol/may.test.ts › d'],
  });
});

test('a file that cannot be run, and a run that breaks down, are failures', () => {
  const testResults = [file('failed')];
  expect(vitestOutcome({ testResults }, { ...vitestRun, code: 1 }).failed).toEqual([
    'protocol/may.test.ts: the file could not be run',
  ]);
  expect(vitestOutcome(null, { ...vitestRun, code: 1 }).failed).toEqual(['unit: vitest ended with 1']);
  expect(playwrightOutcome(null, { code: 1, output: '' }).failed).toEqual([
    'browser: Playwright ended with 1',
  ]);
});

test('a Playwright report is counted through its nested groups, and a flaky test has failed', () => {
  const spec = (title: string, status: string) => ({ title, file: 'desk.spec.ts', tests: [{ status }] });
  const suites = [
    {
      title: 'desk.spec.ts',
      specs: [spec('opens', 'expected')],
      suites: [{ title: 'at night', specs: [spec('opens', 'flaky'), spec('closes', 'skipped')] }],
    },
  ];
  expect(playwrightOutcome({ suites }, { code: 0, output: '' })).toMatchObject({
    passed: 1,
    failed: ['e2e/desk.spec.ts › at night › opens'],
    skipped: ['e2e/desk.spec.ts › at night › closes'],
  });
});

test('the totals stand alone on the last line, the skips on the one before', () => {
  const part = { name: 'unit', seconds: 1, output: '', passed: 3, failed: ['x'], skipped: ['y'] };
  const lines = summary([part, { ...part, failed: [], skipped: [] }], Date.now());
  expect(lines.slice(-2)).toEqual(['Skipped 1: y', '6 passed, 1 failed']);
});

test('in CI a skip is a failure, but for tests that need ../shared', () => {
  const part = {
    name: 'unit',
    seconds: 1,
    output: '',
    passed: 1,
    failed: [],
    skipped: ['a', 'b (../shared)'],
  };
  expect(strict(part)).toMatchObject({ failed: ['a (skipped)'], skipped: ['b (../shared)'] });
});
