import type { Finding, Rule } from '../rule';
import { isOutlet } from '../../lexicon/outlets';

const TOLD = /\btold ((?:the )?\p{Lu}[\p{L}’'.-]*(?: \p{Lu}[\p{L}’'.-]*){0,4})/gu;
const INTERVIEW =
  /\b(?:interview|conversation) (?:on \p{Lu}\p{L}+ )?(?:with|to) ((?:the )?\p{Lu}[\p{L}’'.-]*(?: \p{Lu}[\p{L}’'.-]*){0,4})/gu;

/** A fact that rests on what another newsroom reported: one row an outlet. */
export const pickupSecondhand: Rule = {
  id: 'pickup.secondhand',
  title: 'At second hand',
  severity: 'info',
  help: 'This rests on another newsroom’s reporting. Credit it and link it, and get it first hand where it matters.',
  standard: 'Reuters Handbook; AP News Values',
  fixes: ['credit-and-link', 'first-hand'],
  fires: [
    { text: 'The airport has closed, according to The New York Times.' },
    { text: 'The mayor, Josip Keller, told the Harbour Times that hospitals had fuel.' },
  ],
  nearMisses: [
    { text: 'The airport has closed, according to the transport ministry.' },
    { text: 'The minister told reporters that the airport had closed.' },
  ],
  test(story) {
    const found = new Map<
      string,
      { name: string; places: { sentence: number; start: number; end: number }[] }
    >();
    const note = (name: string, sentence: number, start: number, end: number) => {
      const display = name
        .replace(/^(?:the|an?)\s+/i, '')
        .replace(/['’]s?$/, '')
        .replace(/\s+(?:news\s+)?(?:report|reports|agency|newspaper)$/i, '')
        .trim();
      const key = display.toLowerCase().replace(/\s+news$/, '');
      if (!key || ownName(story.policy.houseNames, key) || ownName(story.policy.ownWires, key)) return;
      const entry = found.get(key) ?? { name: display, places: [] };
      if (!entry.places.some((place) => place.sentence === sentence))
        entry.places.push({ sentence, start, end });
      found.set(key, entry);
    };
    for (const item of story.attributions) {
      const sentence = story.sentences[item.sentence];
      if (!sentence || sentence.kind === 'boilerplate' || !item.source) continue;
      if (item.sourceKind === 'outlet' && item.resolved && /\p{Lu}/u.test(item.resolved))
        note(item.resolved, sentence.index, item.source.start, item.source.end);
    }
    for (const sentence of story.sentences) {
      if (sentence.kind === 'boilerplate' || sentence.kind === 'caption') continue;
      for (const pattern of [TOLD, INTERVIEW]) {
        for (const match of sentence.text.matchAll(pattern)) {
          const name = match[1];
          if (!name || !isOutlet(name)) continue;
          const start = sentence.start + match.index + match[0].length - name.length;
          note(name, sentence.index, start, start + name.length);
        }
      }
    }
    const findings: Finding[] = [];
    for (const [key, entry] of found) {
      const count = entry.places.length;
      const message =
        count === 1
          ? `This rests on a report by ${entry.name}.`
          : `${count} passages rest on reports by ${entry.name}.`;
      for (const place of entry.places) findings.push({ ...place, message, cause: `pickup:${key}` });
    }
    return findings;
  },
};

function ownName(names: readonly string[], key: string): boolean {
  return names.some((name) => name.toLowerCase().replace(/^the\s+/, '') === key);
}
