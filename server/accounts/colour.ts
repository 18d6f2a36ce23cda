/**
 * Colours of carets: `#rrggbb` (the caret extension takes nothing else), told apart by hue for the commonest kinds of colour
 * blindness, and dark enough that white text on them reads (WCAG AA). The first eight follow the palette of Okabe and Ito (2008),
 * darkened.
 */
const palette = [
  '#0b62a4',
  '#a3480a',
  '#04795a',
  '#9a3f77',
  '#7a5c00',
  '#5b4bb5',
  '#b0303f',
  '#36692c',
  '#0e7490',
  '#86198f',
] as const;

export function nextColour(taken: number): string {
  return palette[taken % palette.length] ?? palette[0];
}
