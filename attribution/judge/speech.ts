import type { Quote } from '../segment/quotes';
import type { Story, StoryBlock } from '../story';

/** Is the quotation somebody's words, rather than a title, a name, a sign or a word held at arm's length? */
export function isOpenSpeech(story: Story, block: StoryBlock, quote: Quote): boolean {
  void story;
  const text = block.text.slice(quote.start + 1, quote.end - (quote.open ? 0 : 1));
  const before = block.text.slice(Math.max(0, quote.start - 40), quote.start);
  const words = text.match(/[\p{L}’'-]+/gu) ?? [];
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  if (words.length > 1 && capitals / words.length > 0.6 && !/[.!?]$/.test(text.trim())) return false;
  if (
    /\b(?:titled|entitled|called|named|dubbed|known as|book|film|song|album|show|series|play|novel|movie|podcast|sign|banner|motto|slogan|phrase|word|term|headline|headlined|hashtag|so-called|marked)[,:]?\s*$/i.test(
      before,
    )
  )
    return false;
  return true;
}
