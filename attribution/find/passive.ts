import type { Span } from '../analysis';
import { actVerbs, speechVerbs, stanceVerbs } from '../lexicon/cues';
import type { Token } from '../tag/tagger';
import { skipAdjuncts, subjectOf } from './clause';
import { formOf, spanOf } from './content';
import { phraseRight } from './phrases';
import type { BlockFacts, BlockSentence, Relation } from './relation';
import { sourceFits } from './source';

const REPORTS = new Set(
  'say believe think understand report expect allege know consider fear assume rumor estimate claim hear see'.split(
    ' ',
  ),
);
/** A proceeding or a body in session: what it is told is said in the open, and it stands for who said it. */
const PROCEEDING =
  /^(?:court|courts|jury|jurors|inquest|tribunal|committee|hearing|inquiry|panel|members|magistrates|judge|councillors|mps|senators|parliament|meeting)$/;

type Base = Omit<Relation, 'source' | 'sourceKind' | 'content' | 'form' | 'place'>;

/** Passives: "was told by X" has a source; "is said to", "was criticised" have none. */
export function passiveRelation(
  facts: BlockFacts,
  sentence: BlockSentence,
  base: Base,
  groupStart: number,
  bound: number,
): Relation | null {
  const { tokens } = facts;
  const next = tokens[base.at + 1];
  const subject = subjectOf(tokens, base.at, sentence);
  const whole =
    subject && tokens[subject.phrase.head]?.lower !== 'it' ? spanOf(facts, subject.edge, groupStart) : null;
  const by = findBy(tokens, base.at + 1, bound);
  const knownCue = actVerbs.has(base.lemma) || speechVerbs.has(base.lemma) || stanceVerbs.has(base.lemma);
  if (by >= 0 && knownCue) {
    const agent = phraseRight(tokens, by + 1, bound);
    if (agent && sourceFits(tokens, agent, 'act', base.lemma)) {
      const content = [whole, spanOf(facts, base.at + 1, by), spanOf(facts, agent.to, bound)].filter(
        (span): span is Span => span !== null,
      );
      if (content.length) {
        const form =
          stanceVerbs.has(base.lemma) && !actVerbs.has(base.lemma) ? 'attitude' : formOf(facts, content);
        return { ...base, source: agent, sourceKind: 'inverted', content, form, place: 'around' };
      }
    }
  }
  const rest = spanOf(facts, base.at + 1, bound);
  const content = [whole, rest].filter((span): span is Span => span !== null);
  if (content.length === 0) return null;
  const agentless = { source: null, sourceKind: null, agentless: true } as const;
  if (
    REPORTS.has(base.lemma) &&
    next &&
    (next.lower === 'to' || next.lower === 'that' || next.lower === 'as')
  ) {
    return { ...base, ...agentless, class: 'hedge', content, form: formOf(facts, content), place: 'around' };
  }
  if (base.lemma === 'tell' && subject) {
    const after = skipAdjuncts(tokens, base.at + 1, bound, 'say');
    const span = spanOf(facts, after.at, bound);
    if (!span) return null;
    if (PROCEEDING.test(tokens[subject.phrase.head]?.lower ?? '')) {
      return {
        ...base,
        source: subject.phrase,
        sourceKind: subject.kind,
        content: [span],
        form: formOf(facts, [span]),
        place: 'after',
      };
    }
    return {
      ...base,
      ...agentless,
      class: 'hedge',
      content: [span],
      form: formOf(facts, [span]),
      place: 'after',
    };
  }
  if (
    /^(?:criticize|criticise|accuse|praise|describe|call|condemn|blame|ask|charge|urge|report|consider|view|name|label|brand|dub|mock|attack|slam|expect|support|oppose|endorse|credit|estimate|predict|announce|reveal|quote|cite|warn)$/.test(
      base.lemma,
    )
  ) {
    return { ...base, ...agentless, content, form: 'attitude', place: 'around' };
  }
  return null;
}

function findBy(tokens: readonly Token[], from: number, bound: number): number {
  for (let index = from; index < Math.min(bound, from + 10); index += 1) {
    const token = tokens[index];
    if (!token || token.text === ',' || token.pos === 'VERB' || token.lower === 'that') return -1;
    if (token.lower === 'by') return index;
  }
  return -1;
}
