import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine';
import { rules } from './index';

/** Every rule shows what it is by its own examples: they are the tests, the help text and the settings page. */
for (const rule of rules) {
  describe(rule.id, () => {
    it.each(rule.fires)('fires: $text', ({ text, at }) => {
      const analysis = analyse(text);
      const hits = analysis.flags.filter((flag) => flag.rule === rule.id);
      expect(
        hits
          .map((flag) =>
            text.slice(analysis.sentences[flag.sentence]?.start, analysis.sentences[flag.sentence]?.end),
          )
          .filter((sentence) => sentence.includes(at ?? '')),
      ).not.toEqual([]);
    });
    it.each(rule.nearMisses)('keeps quiet: $text', ({ text }) => {
      expect(analyse(text).flags.filter((flag) => flag.rule === rule.id)).toEqual([]);
    });
    it('says what it is for, with at least two examples of each kind', () => {
      expect(rule.help.length).toBeGreaterThan(40);
      expect(rule.fixes.length).toBeGreaterThan(0);
      expect(rule.fires.length).toBeGreaterThan(1);
      expect(rule.nearMisses.length).toBeGreaterThan(1);
    });
  });
}
