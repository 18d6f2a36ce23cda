import { actVerbs, mindVerbs, showingVerbs, speechVerbs, stanceVerbs } from './cues';

/** Present-tense forms of reporting verbs, which are spelled like nouns: "claims" → claim. */
export const reportingForms: ReadonlyMap<string, string> = new Map(
  [...speechVerbs, ...actVerbs, ...stanceVerbs, ...showingVerbs, ...mindVerbs].flatMap(
    (lemma): [string, string][] => [
      [lemma, lemma],
      [third(lemma), lemma],
    ],
  ),
);

function third(lemma: string): string {
  if (/(?:s|sh|ch|x|z)$/.test(lemma)) return `${lemma}es`;
  if (/[^aeiou]y$/.test(lemma)) return `${lemma.slice(0, -1)}ies`;
  return `${lemma}s`;
}
