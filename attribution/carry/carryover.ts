import type { StoryAttribution, StorySentence } from '../story';

const GOES_ON =
  /^(?:it|they|its|their|he|she|his|her|this|that|these|those|most|some|both|all|each|half|nearly half|about half|a (?:third|quarter|fifth)|the (?:rest|others?|remainder)|none|another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|nearly|about|almost|more than|fewer than|less than|only)\b/i;

/**
 * Claims that go on with a neighbour's source. Backwards: a sentence of the same graf that goes on about what a body or
 * a document just said ("It left its dividend unchanged"). Forwards: "That is twice what the governor has spent,
 * according to filings" speaks for the sentence before. A person's words carry only to the person's own next words; the
 * reporter's observation carries nothing.
 */
export function carryOver(
  sentences: readonly StorySentence[],
  attributions: readonly StoryAttribution[],
): void {
  for (let index = 0; index < sentences.length; index += 1) {
    const sentence = sentences[index];
    if (
      !sentence ||
      sentence.attributed ||
      sentence.by.length > 0 ||
      sentence.graf === 0 ||
      sentence.kind !== 'claim'
    )
      continue;
    const before = sentences[index - 1];
    const after = sentences[index + 1];
    const back = before && before.block === sentence.block ? holder(before, attributions) : null;
    if (back && before && goesOn(sentence, before)) take(sentence, back);
    else if (
      after &&
      after.block === sentence.block &&
      /^(?:that|this|the (?:figure|number|total|sum|amount))\b/i.test(after.text)
    ) {
      const ahead = holder(after, attributions);
      if (ahead) take(sentence, ahead);
    }
  }
}

function take(sentence: StorySentence, attribution: StoryAttribution): void {
  sentence.attributed = true;
  sentence.by.push(attribution.index);
  sentence.carriedFrom = attribution.index;
}

/** The body or document that a sentence rests on and that can go on speaking in the next one. */
function holder(sentence: StorySentence, attributions: readonly StoryAttribution[]): StoryAttribution | null {
  if (!sentence.attributed || sentence.kind === 'quote') return null;
  for (const by of sentence.by) {
    const item = attributions[by];
    if (!item?.source || item.relation.agentless || item.form === 'attitude' || item.form === 'direct')
      continue;
    if (item.sourceKind === 'document' || item.sourceKind === 'organization' || inDocument(item)) return item;
  }
  return null;
}

/** "researchers said in a study", "prosecutors wrote in an affidavit". */
function inDocument(item: StoryAttribution): boolean {
  const { tokens } = item.block.facts;
  return item.relation.setting.some((phrase) =>
    /^(?:study|report|paper|filing|statement|affidavit|complaint|lawsuit|release|memo|indictment|survey|review|assessment)$/.test(
      tokens[phrase.head]?.lower ?? '',
    ),
  );
}

function goesOn(sentence: StorySentence, before: StorySentence): boolean {
  if (GOES_ON.test(sentence.text)) return true;
  const { tokens } = sentence;
  // Its subject is a thing, not a new actor, or an actor of the sentence before.
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) continue;
    if (token.pos === 'VERB' || token.pos === 'AUX') return true;
    if (token.pos === 'PROPN' && !before.tokens.some((other) => other.lower === token.lower))
      return index > 3;
  }
  return false;
}
