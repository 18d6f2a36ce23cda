import { describe, expect, it } from 'vitest';
import { analyse } from './engine';
import { defaultPolicy } from './policy';
import { openQueries, type QueryDecision } from './query';

const story = [
  'The port of Saltmarsh was closed on Monday, its chief executive said.',
  'The port’s former head of security, Dale Brannigan, ran a smuggling ring from the weighbridge.',
  'More than 8,000 people have fled north along the coast road.',
  'Sources said more arrests are likely.',
].join('\n\n');
const rows = (decisions: QueryDecision[] = [], kind: 'news' | 'listing' = 'news') =>
  openQueries(analyse(story), decisions, defaultPolicy, kind);
const accusation =
  'The port’s former head of security, Dale Brannigan, ran a smuggling ring from the weighbridge.';

describe('openQueries', () => {
  it('shows one row above info a sentence, in the order of the text', () => {
    const warned = rows().filter((row) => row.severity === 'warn');
    expect(warned.map((row) => row.rule)).toEqual([
      'accusation.unsourced',
      'number.unsourced',
      'attribution.vague',
    ]);
    expect(new Set(warned.map((row) => row.sentence)).size).toBe(warned.length);
  });
  it('wants accusation and figure of harm answered in news, and only the accusation in a listing', () => {
    expect(
      rows()
        .filter((row) => row.mustAnswer)
        .map((row) => row.rule),
    ).toEqual(['accusation.unsourced', 'number.unsourced']);
    expect(
      rows([], 'listing')
        .filter((row) => row.mustAnswer)
        .map((row) => row.rule),
    ).toEqual(['accusation.unsourced']);
  });
  it('is answered by evidence on the sentence, until its facts change', () => {
    const start = story.indexOf(accusation);
    const evidence: QueryDecision = {
      type: 'evidence',
      spans: [{ start, end: start + accusation.length }],
      sentence: accusation,
    };
    expect(rows([evidence]).find((row) => row.rule === 'accusation.unsourced')).toMatchObject({
      state: 'answered',
      answeredBy: 'evidence',
    });
    const stale = { ...evidence, sentence: accusation.replace('ran', 'never ran') };
    expect(rows([stale]).find((row) => row.rule === 'accusation.unsourced')?.state).toBe('open');
  });
  it('stays open on a proposal, and closes on a dismissal that counts', () => {
    const dismissal = { type: 'dismissal', rule: 'accusation.unsourced', sentence: accusation } as const;
    expect(
      rows([{ ...dismissal, effective: false }]).find((row) => row.rule === 'accusation.unsourced'),
    ).toMatchObject({ state: 'open', proposed: true });
    expect(
      rows([{ ...dismissal, effective: true }]).find((row) => row.rule === 'accusation.unsourced'),
    ).toMatchObject({ state: 'answered', answeredBy: 'dismissal' });
  });
  it('keeps its ids when something else is edited', () => {
    const edited = openQueries(
      analyse(`A new first sentence stands here, the mayor said.\n\n${story}`),
      [],
      defaultPolicy,
      'news',
    );
    expect(edited.map((row) => row.id)).toEqual(expect.arrayContaining(rows().map((row) => row.id)));
  });
  it('does not let a hedge answer an accusation', () => {
    const hedged = openQueries(
      analyse(
        `The mayor spoke on Monday, her office said.\n\nDale Brannigan allegedly ran a smuggling ring from the weighbridge.`,
      ),
      [],
      defaultPolicy,
      'news',
    );
    expect(hedged.filter((row) => row.mustAnswer).map((row) => row.rule)).toEqual(['alleged.noAlleger']);
  });
});
