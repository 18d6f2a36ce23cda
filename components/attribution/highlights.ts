import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { rangesAt } from '#document';
import type { Reading } from './useReading';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

/** One stretch of text that a query is about, in ProseMirror positions. */
export type Highlight = {
  query: string;
  from: number;
  to: number;
  mood: 'must' | 'warn' | 'info' | 'answered';
};

/** What is underlined for a reading: a sentence that several queries are about shows the one that weighs most. */
export function highlightsOf({ analysis, projection, queries }: Reading): Highlight[] {
  const weight = { answered: 0, info: 1, warn: 2, must: 3 } as const;
  const strongest = new Map<number, { query: string; mood: Highlight['mood'] }>();
  for (const query of queries) {
    const mood = query.state === 'answered' ? 'answered' : query.mustAnswer ? 'must' : query.severity;
    for (const index of query.sentences) {
      const held = strongest.get(index);
      if (!held || weight[held.mood] < weight[mood]) strongest.set(index, { query: query.id, mood });
    }
  }
  return [...strongest].flatMap(([index, shown]) => {
    const sentence = analysis.sentences[index];
    return sentence
      ? rangesAt(projection, sentence.start, sentence.end).map((range) => ({ ...shown, ...range }))
      : [];
  });
}

type Shown = { highlights: readonly Highlight[]; selected: string | null };

const key = new PluginKey<DecorationSet>('onrecord.highlights');

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    highlights: { showHighlights: (shown: Shown) => ReturnType };
  }
}

/** Underlines what the sidebar lists, and tells when one is clicked. Decorations only: nothing of it is in the document. */
export const Highlights = Extension.create<{ onPick(query: string): void }>({
  name: 'highlights',
  addOptions: () => ({ onPick: () => undefined }),
  addCommands() {
    return {
      showHighlights:
        (shown) =>
        ({ tr, dispatch }) => {
          dispatch?.(tr.setMeta(key, shown).setMeta('addToHistory', false));
          return true;
        },
    };
  },
  addProseMirrorPlugins() {
    const { onPick } = this.options;
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, decorations) {
            const shown = transaction.getMeta(key) as Shown | undefined;
            if (!shown) return decorations.map(transaction.mapping, transaction.doc);
            const size = transaction.doc.content.size;
            const made = shown.highlights
              .filter(({ from, to }) => from < to && to <= size)
              .map(({ query, from, to, mood }) => {
                const attributes = {
                  class: 'query',
                  'data-mood': mood,
                  'data-query': query,
                  ...(query === shown.selected ? { 'data-selected': '' } : {}),
                };
                return Decoration.inline(from, to, attributes, { query });
              });
            return DecorationSet.create(transaction.doc, made);
          },
        },
        props: {
          decorations: (state) => key.getState(state),
          handleClick(view, position) {
            const [found] = key.getState(view.state)?.find(position, position) ?? [];
            if (found) onPick(queryOf(found));
            return false;
          },
        },
      }),
    ];
  },
});

const queryOf = (decoration: Decoration) => String((decoration.spec as { query?: string }).query);

/** Where a query's text stands now, after everything that was typed since it was found. */
export function highlightRange(state: EditorState, query: string): { from: number; to: number } | null {
  const found =
    key.getState(state)?.find(undefined, undefined, (spec) => (spec as { query?: string }).query === query) ??
    [];
  if (found.length === 0) return null;
  return { from: Math.min(...found.map((d) => d.from)), to: Math.max(...found.map((d) => d.to)) };
}
