import type { Span } from '../analysis';
import type { Quote } from '../segment/quotes';
import type { StoryAttribution, StoryBlock } from '../story';

/**
 * Quotations without a cue of their own: a quote that a cue stands in or next to takes in all of its sentences; a
 * quote after it in the same block, or in a block that repeats the opening mark, goes on with the same speaker; a cue
 * that ends its block in a colon speaks the next one.
 */
export function carryQuotes(blocks: readonly StoryBlock[], attributions: readonly StoryAttribution[]): void {
  const owners = new Map<StoryBlock, StoryAttribution[]>();
  for (const attribution of attributions) {
    const list = owners.get(attribution.block);
    if (list) list.push(attribution);
    else owners.set(attribution.block, [attribution]);
  }
  let speaking: StoryAttribution | null = null;
  let openMark = false;
  let announced = false;
  /** The block before ended in a person's words, so that a quotation standing alone goes on with them. */
  let lastWord = false;
  for (const block of blocks) {
    if (
      block.kind === 'headline' ||
      block.kind === 'dek' ||
      block.kind === 'heading' ||
      block.kind === 'caption'
    )
      continue;
    const own = owners.get(block) ?? [];
    const first = block.facts.quotes[0];
    const opensWithQuote = first !== undefined && block.text.slice(0, first.start).trim() === '';
    let current: StoryAttribution | null = null;
    const whole =
      opensWithQuote &&
      block.facts.quotes.length === 1 &&
      first !== undefined &&
      block.text.length - first.end < 3;
    if (opensWithQuote && speaking && (openMark || announced || (whole && lastWord))) current = speaking;
    for (const quote of block.facts.quotes) {
      const at = { start: block.start + quote.start, end: block.start + quote.end };
      const holder = holderOf(own, at);
      if (holder) {
        extend(holder, at);
        current = holder;
        continue;
      }
      if (!standsAlone(block, quote)) continue;
      const next: StoryAttribution | null = ahead(own, at) ?? current ?? before(own, at);
      if (next) {
        next.content.push(at);
        current = next;
      }
    }
    const spoke: StoryAttribution | null = current ?? lastSpeaker(own);
    if (spoke) speaking = spoke;
    else if (block.facts.quotes.length === 0) speaking = null;
    openMark = block.facts.quotes.at(-1)?.open ?? false;
    lastWord = spoke !== null && spoke.block === block && isPerson(spoke) && endsWith(block, spoke);
    announced = /[:]\s*$/.test(block.text);
  }
}

function isPerson(item: StoryAttribution): boolean {
  return (
    item.sourceKind === 'person' || item.sourceKind === 'anonymous' || item.sourceKind === 'organization'
  );
}

/** Does the block's last sentence hold words of this speaker? */
function endsWith(block: StoryBlock, item: StoryAttribution): boolean {
  const last = block.facts.sentences.at(-1);
  if (!last) return false;
  const start = block.start + last.start;
  return (item.cue !== null && item.cue.start >= start) || item.content.some((span) => span.end > start);
}

/** The relation whose content the quote is part of; of nested ones the one that names the quote most closely. */
function holderOf(own: readonly StoryAttribution[], at: Span): StoryAttribution | null {
  let best: StoryAttribution | null = null;
  let size = Infinity;
  for (const item of own) {
    if (item.source === null) continue;
    for (const span of item.content) {
      if (!overlaps(span, at)) continue;
      const length = span.end - span.start;
      if (length < size || (best?.form === 'attitude' && item.form !== 'attitude')) {
        best = item;
        size = length;
      }
    }
  }
  return best;
}

function lastSpeaker(own: readonly StoryAttribution[]): StoryAttribution | null {
  for (let index = own.length - 1; index >= 0; index -= 1) {
    const item = own[index];
    if (item && item.source && item.form !== 'attitude' && item.sourceKind !== 'document') return item;
  }
  return null;
}

function overlaps(left: Span, right: Span): boolean {
  return left.start < right.end && right.start < left.end;
}

/** A quotation that opens a sentence, not a word or a title inside one of somebody else. */
function standsAlone(block: StoryBlock, quote: Quote): boolean {
  const { sentences } = block.facts;
  let low = 0;
  let high = sentences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sentences[middle]?.end ?? 0) <= quote.start) low = middle + 1;
    else high = middle;
  }
  const sentence = sentences[low];
  return (
    sentence !== undefined &&
    quote.start <= sentence.start + 1 &&
    (quote.words > 1 || quote.end >= sentence.end - 1)
  );
}

/** A cue later in the block whose own content is quoted: the quote before it belongs to the same speaker. */
function ahead(own: readonly StoryAttribution[], at: Span): StoryAttribution | null {
  for (const item of own) {
    if (
      item.source &&
      item.form !== 'indirect' &&
      item.form !== 'attitude' &&
      item.content.some((span) => span.start >= at.end && span.start - at.end < 6)
    )
      return item;
  }
  return null;
}

/** The last speaker before the quote in its block: “He was clear about it. “I will not go.”” */
function before(own: readonly StoryAttribution[], at: Span): StoryAttribution | null {
  for (let index = own.length - 1; index >= 0; index -= 1) {
    const item = own[index];
    if (
      item &&
      item.source &&
      !item.relation.agentless &&
      item.form !== 'attitude' &&
      item.relation.class !== 'showing' &&
      item.sourceKind !== 'document' &&
      item.cue &&
      item.cue.end <= at.start
    )
      return item;
  }
  return null;
}

function extend(attribution: StoryAttribution, quote: Span): void {
  for (const span of attribution.content) {
    if (overlaps(span, quote)) {
      span.start = Math.min(span.start, quote.start);
      span.end = Math.max(span.end, quote.end);
      return;
    }
  }
}
