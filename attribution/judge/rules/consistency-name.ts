import type { Finding, Rule } from '../rule';

const OPENER =
  /^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Later|Then|When|While|After|Before|The|But|And|Meanwhile|However|Former|President|Senator|Judge)\b/;

/** One person spelled two ways: the same first name, surnames one letter apart, and one of them met only once. */
export const consistencyName: Rule = {
  id: 'consistency.name',
  title: 'One name, two spellings',
  severity: 'warn',
  help: 'The same person seems to be spelled in two ways. Check, and make them one, or mark it CQ.',
  standard: 'AP Stylebook practice; every desk’s first rule',
  fixes: ['jump-both', 'cq'],
  fires: [
    { text: 'Mara Lindqvist spoke on Monday. On Tuesday Mara Lindquist denied it.', at: 'Lindquist' },
    { text: 'Sergei Korsunsky spoke first. Later Sergey Korsunsky left the room.', at: 'Sergey' },
  ],
  nearMisses: [
    { text: 'Kit Marlowe spoke on Monday. On Tuesday Edda Marlowe denied it.' },
    { text: 'John Smith and Joan Smith spoke on Monday.' },
    { text: 'Jon Mills and John Wills spoke on Monday.' },
  ],
  test(story) {
    const first = new Map<string, { sentence: number; start: number; end: number; count: number }>();
    for (const sentence of story.sentences) {
      for (const match of sentence.text.matchAll(
        /(?<!\p{L})(?=(\p{Lu}\p{Ll}{2,} \p{Lu}\p{Ll}{3,})(?![\p{L}’']))/gu,
      )) {
        // A look-ahead, so that "On Tuesday Mara Lindqvist" is read as both of its pairs.
        const name = match[1];
        if (!name || OPENER.test(name)) continue;
        const known = first.get(name);
        const start = sentence.start + match.index;
        if (known) known.count += 1;
        else first.set(name, { sentence: sentence.index, start, end: start + name.length, count: 1 });
      }
    }
    const names = [...first].slice(0, 600);
    const findings: Finding[] = [];
    const byHalf = new Map<
      string,
      [string, { sentence: number; start: number; end: number; count: number }][]
    >();
    for (const entry of names) {
      const [given = '', family = ''] = entry[0].split(' ');
      for (const half of [`1${given}`, `2${family}`]) {
        const list = byHalf.get(half);
        if (list) list.push(entry);
        else byHalf.set(half, [entry]);
      }
    }
    const done = new Set<string>();
    for (const [half, list] of byHalf) {
      if (list.length < 2 || list.length > 12) continue;
      for (let left = 0; left < list.length; left += 1) {
        for (let right = left + 1; right < list.length; right += 1) {
          const one = list[left];
          const two = list[right];
          if (!one || !two || done.has(two[0])) continue;
          const other = half.startsWith('1') ? 1 : 0;
          const a = one[0].split(' ')[other] ?? '';
          const b = two[0].split(' ')[other] ?? '';
          if (!misspelt(a, b, other === 0)) continue;
          done.add(two[0]);
          const place = two[1];
          findings.push({
            sentence: place.sentence,
            start: place.start,
            end: place.end,
            message: `“${two[0]}” here, “${one[0]}” elsewhere: one person?`,
            cause: `name:${one[0]}`,
          });
        }
      }
    }
    return findings;
  },
};

/** One letter put in, left out, changed or two swapped, in words long enough for that to be a slip. */
function misspelt(left: string, right: string, given: boolean): boolean {
  if (
    left === right ||
    Math.min(left.length, right.length) < (given ? 6 : 5) ||
    Math.abs(left.length - right.length) > 1
  )
    return false;
  if (left.charAt(0) !== right.charAt(0)) return false;
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  let end = 0;
  while (
    end < Math.min(left.length, right.length) - at &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  )
    end += 1;
  const [a, b] = [left.length - at - end, right.length - at - end];
  if (a <= 1 && b <= 1)
    return !(given && /[ao]$/.test(left + right)) && !/s$/.test(left.length > right.length ? left : right);
  return a === 2 && b === 2 && left[at] === right[at + 1] && left[at + 1] === right[at];
}
