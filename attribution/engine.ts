import type { Analysis, Flag } from './analysis';
import { placeBlocks, blocksFromText, textOf, type Block, type PlacedBlock } from './block';
import { carryQuotes } from './carry/carry';
import { isBoilerplate, isCaption, kindOf } from './classify/classify';
import { readBlock } from './find/find';
import type { BlockFacts } from './find/relation';
import { judge } from './judge/judge';
import { defaultPolicy, type Policy, type StoryKind } from './policy';
import { Registry } from './resolve/registry';
import { resolveSource } from './resolve/resolve';
import { attributes, covered, outermost } from './resolve/reader';
import { carryOver } from './carry/carryover';
import type { Story, StoryAttribution, StoryBlock, StorySentence } from './story';
import { ENGINE_VERSION } from './version';

/** Analyses story after story, keeping what it read in blocks that did not change. */
export interface Analyser {
  /** The same result as `analyse`, whatever was analysed before. */
  analyse(input: readonly Block[] | string, kind?: StoryKind): Analysis;
}

/** Blocks longer than this are read in pieces, so that a text without paragraphs stays linear. */
const PIECE = 20_000;

/** Makes an analyser with a cache of its own; one a document, in one thread. */
export function createAnalyser(policy: Policy = defaultPolicy): Analyser {
  let warm = new Map<string, BlockFacts>();
  return {
    analyse(input, kind = 'news') {
      const text = typeof input === 'string' ? input : textOf(input);
      const placed = (typeof input === 'string' ? blocksFromText(input) : placeBlocks(input)).flatMap(cut);
      // Only what this version of the text uses is kept: a day's typing does not pile up.
      const next = new Map<string, BlockFacts>();
      const facts = placed.map((block) => {
        const heading = block.kind === 'headline' || block.kind === 'dek' || block.kind === 'heading';
        const key = heading ? `#${block.text}` : `¶${block.text}`;
        const read = next.get(key) ?? warm.get(key) ?? readBlock(block.text, heading);
        next.set(key, read);
        return read;
      });
      warm = next;
      return tell(text, placed, facts, policy, kind);
    },
  };
}

/** Analyses one text or list of blocks. Pure. */
export function analyse(
  input: readonly Block[] | string,
  policy: Policy = defaultPolicy,
  kind: StoryKind = 'news',
): Analysis {
  return createAnalyser(policy).analyse(input, kind);
}

/** Cuts an overlong block at sentence ends, else at white space, else hard. */
function cut(block: PlacedBlock): PlacedBlock[] {
  if (block.text.length <= PIECE) return [block];
  const pieces: PlacedBlock[] = [];
  let at = 0;
  while (at < block.text.length) {
    let end = Math.min(block.text.length, at + PIECE);
    if (end < block.text.length) {
      const window = block.text.slice(at, end);
      const sentence = /^[\s\S]*[.!?]["”’')]*\s/.exec(window)?.[0].length ?? 0;
      const space = window.lastIndexOf(' ') + 1;
      if (sentence > PIECE / 2) end = at + sentence;
      else if (space > PIECE / 2) end = at + space;
      else if (/[\ud800-\udbff]/.test(block.text.charAt(end - 1))) end -= 1;
    }
    pieces.push({
      key: `${block.key}:${pieces.length}`,
      kind: block.kind,
      text: block.text.slice(at, end),
      start: block.start + at,
    });
    at = end;
  }
  return pieces;
}

/** The story tier: resolve, carry, classify and judge over what was read in the blocks. */
function tell(
  text: string,
  placed: readonly PlacedBlock[],
  facts: readonly BlockFacts[],
  policy: Policy,
  kind: StoryKind,
): Analysis {
  const blocks: StoryBlock[] = [];
  const sentences: StorySentence[] = [];
  let attributions: StoryAttribution[] = [];
  const registry = new Registry();
  let graf = 0;
  placed.forEach((place, blockIndex) => {
    const read = facts[blockIndex];
    if (!read) return;
    const body =
      (place.kind === 'paragraph' || place.kind === 'quote' || place.kind === 'listItem') &&
      !isCaption(place.text) &&
      !isBoilerplate(place.text) &&
      read.sentences.length > 0;
    if (body) graf += 1;
    const block: StoryBlock = { ...place, facts: read, graf: body ? graf : 0 };
    blocks.push(block);
    const firstSentence = sentences.length;
    read.sentences.forEach((span, inBlock) => {
      sentences.push({
        index: sentences.length,
        start: place.start + span.start,
        end: place.start + span.end,
        kind: 'claim',
        attributed: false,
        by: [],
        block,
        blockIndex,
        inBlock,
        text: read.text.slice(span.start, span.end),
        tokens: read.tokens.slice(span.from, span.to),
        graf: block.graf,
      });
    });
    const relations = [...read.relations].sort(
      (left, right) => left.sentence - right.sentence || left.at - right.at,
    );
    let noticed = -1;
    for (const relation of relations) {
      // Names are met in reading order, so that "he" can only be somebody before him.
      while (noticed < relation.sentence) {
        noticed += 1;
        noticeIn(registry, block, noticed, firstSentence + noticed);
      }
      const found = resolveSource(registry, block, relation, firstSentence + relation.sentence);
      attributions.push({
        index: attributions.length,
        sentence: firstSentence + relation.sentence,
        block,
        relation,
        source: relation.source ? spanOfTokens(block, relation.source.from, relation.source.to) : null,
        cue: { start: place.start + relation.cue.start, end: place.start + relation.cue.end },
        content: relation.content.map((span) => ({
          start: place.start + span.start,
          end: place.start + span.end,
        })),
        form: relation.form,
        resolved: found.resolved,
        sourceKind: found.kind,
      });
    }
    while (noticed < read.sentences.length - 1) {
      noticed += 1;
      noticeIn(registry, block, noticed, firstSentence + noticed);
    }
  });
  carryQuotes(blocks, attributions);
  // A cue that announced a quotation which never came reports nothing.
  attributions = attributions.filter((item) => item.content.length > 0);
  attributions.forEach((item, index) => (item.index = index));
  cover(sentences, attributions);
  settle(sentences, attributions);
  for (const sentence of sentences) sentence.kind = kindOf(sentence, quotedShare(sentence));
  carryOver(sentences, attributions);
  const story: Story = { text, policy, kind, blocks, sentences, attributions };
  const flags: Flag[] = judge(story);
  return {
    version: ENGINE_VERSION,
    text,
    sentences: sentences.map(({ start, end, kind: sort, attributed, by, carriedFrom }) =>
      carriedFrom === undefined
        ? { start, end, kind: sort, attributed, by }
        : { start, end, kind: sort, attributed, by, carriedFrom },
    ),
    attributions: attributions.map(({ source, cue, content, form, resolved, sourceKind, via }) =>
      via === undefined
        ? { source, cue, content, form, resolved, sourceKind }
        : { source, cue, content, form, resolved, sourceKind, via },
    ),
    flags,
  };
}

function noticeIn(registry: Registry, block: StoryBlock, inBlock: number, sentence: number): void {
  const range = block.facts.sentences[inBlock];
  if (range) registry.notice(block.facts.tokens, range.from, range.to, block.facts.quoted, sentence);
}

function spanOfTokens(block: StoryBlock, from: number, to: number): { start: number; end: number } | null {
  const { tokens } = block.facts;
  let last = to - 1;
  while (last > from && /^[,;–—]$/.test(tokens[last]?.text ?? '')) last -= 1;
  const first = tokens[from];
  const end = tokens[last];
  return first && end ? { start: block.start + first.start, end: block.start + end.end } : null;
}

/** Which attributions reach which sentences. */
function cover(sentences: readonly StorySentence[], attributions: readonly StoryAttribution[]): void {
  for (const attribution of attributions) {
    for (const span of attribution.content) {
      let low = 0;
      let high = sentences.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sentences[middle]?.end ?? 0) <= span.start) low = middle + 1;
        else high = middle;
      }
      for (let index = low; index < sentences.length; index += 1) {
        const sentence = sentences[index];
        if (!sentence || sentence.start >= span.end) break;
        if (!sentence.by.includes(attribution.index)) sentence.by.push(attribution.index);
        if (
          attribution.sentence !== index &&
          sentence.carriedFrom === undefined &&
          !sentence.by.some((by) => attributions[by]?.sentence === index)
        )
          sentence.carriedFrom = attribution.index;
      }
    }
  }
}

/** Does a reader know who says most of each sentence? */
function settle(sentences: readonly StorySentence[], attributions: readonly StoryAttribution[]): void {
  for (const sentence of sentences) {
    if (sentence.by.length === 0) continue;
    const known = outermost(sentence, attributions).filter(attributes);
    sentence.attributed = known.length > 0 && covered(sentence, known) > 0.45;
  }
}

function quotedShare(sentence: StorySentence): number {
  let inside = 0;
  let words = 0;
  const { quoted, sentences } = sentence.block.facts;
  const range = sentences[sentence.inBlock];
  if (!range) return 0;
  sentence.tokens.forEach((token, index) => {
    if (token.pos === 'PUNCT') return;
    words += 1;
    if ((quoted[range.from + index] ?? -1) >= 0) inside += 1;
  });
  return words ? inside / words : 0;
}
