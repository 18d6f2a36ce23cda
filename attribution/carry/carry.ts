import type { Span } from '../analysis';
import type { StoryAttribution, StoryBlock } from '../story';

/**
 * Quotations without a cue of their own: a quote that a cue stands in or next to takes in all of its sentences; a
 * quote after it in the same block, or in a block that repeats the opening mark, goes on with the same speaker.
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
    if (opensWithQuote && speaking && (openMark || introduces(speaking))) current = speaking;
    for (const quote of block.facts.quotes) {
      const at = { start: block.start + quote.start, end: block.start + quote.end };
      const holder = own.find(
        (item) => item.source !== null && item.content.some((span) => overlaps(span, at)),
      );
      if (holder) {
        extend(holder, at);
        current = holder;
        continue;
      }
      const alone = standsAlone(block, at);
      if (!alone) continue;
      if (!current) current = ahead(own, at);
      if (current) add(current, at);
    }
    const last = block.facts.quotes.at(-1);
    if (current ?? lastSpeaker(own)) speaking = current ?? lastSpeaker(own);
    else if (block.facts.quotes.length === 0) speaking = null;
    openMark = last?.open ?? false;
  }
}

/** The cue stands at the end of the block before, with a colon: "He continued:". */
function introduces(attribution: StoryAttribution): boolean {
  return /[:]\s*$/.test(attribution.block.text);
}

function lastSpeaker(own: readonly StoryAttribution[]): StoryAttribution | null {
  for (let index = own.length - 1; index >= 0; index -= 1) {
    const item = own[index];
    if (item && item.source && item.form !== 'attitude') return item;
  }
  return null;
}

function overlaps(left: Span, right: Span): boolean {
  return left.start < right.end && right.start < left.end;
}

/** A quotation that makes up whole sentences, not a word or title in one of somebody else. */
function standsAlone(block: StoryBlock, at: Span): boolean {
  const from = at.start - block.start;
  const to = at.end - block.start;
  for (const sentence of block.facts.sentences) {
    if (sentence.start >= to) break;
    if (sentence.end > from && from <= sentence.start + 1) return true;
  }
  return false;
}

/** A cue later in the block whose own content is quoted: the quote before it belongs to the same speaker. */
function ahead(own: readonly StoryAttribution[], at: Span): StoryAttribution | null {
  for (const item of own) {
    if (
      item.source &&
      item.form !== 'indirect' &&
      item.content.some((span) => span.start >= at.end && span.start - at.end < 6)
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

function add(attribution: StoryAttribution, quote: Span): void {
  attribution.content.push({ start: quote.start, end: quote.end });
}
