import { describe, expect, it } from 'vitest';
import { sameFacts } from './facts';

const then =
  'The council’s treasurer, Martin Holroyd, did not say that it lost £600,000, or 3 percent of its budget.';

describe('sameFacts', () => {
  it.each([
    [
      'a comma',
      'The council’s treasurer Martin Holroyd did not say that it lost £600,000 or 3 percent of its budget.',
    ],
    ['straight quotes', then.replaceAll('’', "'")],
    ['the percent sign', then.replace('3 percent', '3%')],
    ['per cent', then.replace('percent', 'per cent')],
    ['a number word', then.replace('3 percent', 'three per cent')],
    ['an article', then.replace('The council', 'A council')],
    ['a contraction', then.replace('did not', 'didn’t')],
    ['"that"', then.replace('that it', 'it')],
    ['thousands without a comma', then.replace('600,000', '600000')],
    ['capitals', then.replace('The council', 'THE COUNCIL')],
  ])('holds over %s', (_what, now) => {
    expect(sameFacts(then, now)).toBe(true);
  });
  it.each([
    ['a digit', then.replace('600,000', '610,000')],
    ['a dropped "not"', then.replace('did not say', 'did say')],
    ['a name', then.replace('Martin', 'Marvin')],
    ['the order', then.replace('Martin Holroyd', 'Holroyd Martin')],
    ['another unit', then.replace('3 percent', '3 points')],
    ['another currency', then.replace('£', '$')],
    ['a hedge', then.replace('it lost', 'it reportedly lost')],
    ['another verb', then.replace('lost', 'won')],
    ['words taken out of quotes', then.replace('lost', '“lost”')],
  ])('breaks on %s', (_what, now) => {
    expect(sameFacts(then, now)).toBe(false);
  });
  it('sees British and American spelling as one', () => {
    expect(sameFacts('The colour of the defence organisation', 'The color of the defense organization')).toBe(
      true,
    );
  });
});
