/** Long enough for a headline's sense, short enough for a marker and WordPress's own suffix behind it. */
const LENGTH = 72;

/**
 * The last part of a published address: ASCII letters, digits and single dashes, at most 72 characters, cut between
 * words. A headline without a Latin letter gives a slug of the story's short id.
 */
export function slugOf(headline: string, shortId: string): string {
  const words = headline
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (!/[a-z]/.test(words)) return words ? `${words}-${shortId}` : `story-${shortId}`;
  if (words.length <= LENGTH) return words;
  const cut = words.slice(0, LENGTH + 1);
  const border = cut.lastIndexOf('-');
  return border > LENGTH / 2 ? cut.slice(0, border) : words.slice(0, LENGTH).replace(/-$/, '');
}

/** The hidden draft's slug: the story can be found again by it, whatever became of the answer to its creation. */
export function markerOf(slug: string, shortId: string): string {
  return slug.endsWith(`-${shortId}`) ? slug : `${slug}-${shortId}`;
}
