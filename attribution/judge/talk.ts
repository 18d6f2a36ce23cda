import type { Story, StoryAttribution } from '../story';

/** A conversation between parties whose words the copy gives without saying who told us about them. */
export interface Talk {
  attribution: StoryAttribution;
  /** Key of the conversation: both parties, in the order of the alphabet. */
  key: string;
  isPrivate: boolean;
}

const TELLING =
  /^(?:tell|urge|warn|ask|assure|inform|advise|promise|threaten|persuade|convince|encourage|implore|beg|press|instruct|rebuff|remind|repeat|reply|offer|order)$/;
/** People who are told things in the open, or who pass them on to readers. */
const OPEN =
  /^(?:reporters?|journalists?|press|media|court|jury|jurors|judge|inquest|tribunal|parliament|mps|senators|lawmakers|congress|committee|panel|hearing|meeting|conference|crowd|crowds|supporters|audience|rally|viewers|listeners|voters|delegates|readers|fans|public|followers|councillors|members|conference-goers|assembly|police|investigators|detectives|officers|people|residents|americans|republicans|democrats|students|workers|customers|investors|shareholders|analysts|us|them|everyone|nation|country|world|house|senate|summit|congregation|council|inquiry|magistrates|radio|television|tv|programme|program|show|interviewer)$/;
const PRIVATE =
  /\b(?:privately|in private|in a (?:\p{L}+ )?(?:call|letter|memo|e-?mail|text|meeting|conversation)|by (?:phone|telephone|letter|text)|over (?:dinner|lunch|drinks|breakfast|the phone)|behind closed doors|closed|secretly|confided|backchannel|intelligence|quietly|aides|phone call|on the phone)\b/iu;
const PUBLIC =
  /\b(?:news conference|press conference|rally|interview|speech|statement|tweet(?:ed)?|post(?:ed)?|broadcast|televised|on television|on air|live|podcast|public(?:ly)?|in court|hearing|testimony|debate|town hall|on (?:Twitter|Facebook|Instagram|X|CNN|Fox|MSNBC|NBC|ABC|CBS|BBC|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|readout|according to|told reporters)\b/i;

/** The talks of a story that no outlet, document, readout or public setting stands behind. */
export function talksOf(story: Story): Talk[] {
  const talks: Talk[] = [];
  for (const attribution of story.attributions) {
    const { relation, block } = attribution;
    if (!attribution.source || !attribution.cue || relation.agentless || !TELLING.test(relation.lemma))
      continue;
    if (attribution.sourceKind === 'document' || attribution.sourceKind === 'outlet') continue;
    const sentence = story.sentences[attribution.sentence];
    if (!sentence || sentence.graf === 0) continue;
    const told = partyOf(attribution, story.text);
    if (!told) continue;
    if (PUBLIC.test(sentence.text)) continue;
    // Somebody else in the sentence says so, or the whole talk is reported by a speaker, outlet or document.
    const other = sentence.by.some((by) => {
      const item = story.attributions[by];
      return (
        item !== undefined &&
        item !== attribution &&
        item.source !== null &&
        !item.relation.agentless &&
        item.form !== 'attitude' &&
        item.content.some(
          (span) =>
            attribution.cue !== null &&
            span.start <= attribution.cue.start &&
            span.end >= attribution.cue.end,
        )
      );
    });
    if (other) continue;
    void block;
    const parties = [attribution.resolved ?? 'somebody', told].map(keyOf).sort();
    talks.push({ attribution, key: parties.join('+'), isPrivate: PRIVATE.test(sentence.text) });
  }
  return talks;
}

function keyOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/^(?:the|a|an) /, '')
      .split(' ')
      .at(-1) ?? name
  );
}

/** The party spoken to, or null where it is the public, an outlet or nobody. */
function partyOf(attribution: StoryAttribution, text: string): string | null {
  const { relation, block } = attribution;
  const { tokens } = block.facts;
  const phrase = relation.addressee ?? (relation.lemma === 'rebuff' ? objectOf(attribution) : null);
  if (!phrase) return null;
  const head = tokens[phrase.head];
  const first = tokens[phrase.from];
  const last = tokens[phrase.to - 1];
  if (!head || !first || !last || OPEN.test(head.lower) || /^(?:me|us)$/.test(head.lower)) return null;
  void text;
  const words = block.text.slice(first.start, last.end);
  return /^(?:him|her|it|you)$/i.test(words) ? null : words;
}

function objectOf(attribution: StoryAttribution): { from: number; to: number; head: number } | null {
  const { relation } = attribution;
  return { from: relation.at + 1, to: relation.at + 2, head: relation.at + 1 };
}
