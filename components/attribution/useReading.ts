import type { Editor } from '@tiptap/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type * as Y from 'yjs';
import type { Analysis, Query } from '#attribution';
import { claimSpans, FIELDS, fieldText, project, type Projection } from '#document';
import type { ClaimsReply, StoryKind } from '#protocol';
import type { Answer, ReadReply, ReadRequest } from './worker';

/** The text as the engine last read it, and what it said. Offsets and positions are into exactly that version. */
export type Reading = {
  projection: Projection;
  analysis: Analysis;
  queries: Query[];
  answers: Map<string, Answer>;
};
export type ReadingState = { reading: Reading | null; busy: boolean; failed: boolean };

const IDLE_MS = 250;

/**
 * Reads along: after a short rest the text goes to a worker, and what comes back belongs to that text. The engine (1 MB) is
 * fetched only after the editor is there.
 */
export function useReading(options: {
  editor: Editor | null;
  doc: Y.Doc;
  kind: StoryKind;
  claims: ClaimsReply | undefined;
}): ReadingState {
  const { editor, doc, kind, claims } = options;
  const [state, setState] = useState<ReadingState>({ reading: null, busy: true, failed: false });
  const worker = useRef<Worker | null>(null);
  const asked = useRef<{ turn: number; projection: Projection } | null>(null);
  const again = useRef(false);

  const ask = useCallback(() => {
    if (!worker.current || !editor || editor.isDestroyed || !claims) return;
    // One question at a time: a slow machine gets fewer, newer ones.
    if (asked.current) {
      again.current = true;
      return;
    }
    const body = editor.state.doc;
    const fields = { headline: fieldText(doc, 'headline').toString(), dek: fieldText(doc, 'dek').toString() };
    const projection = project(fields, body);
    const turn = Date.now();
    asked.current = { turn, projection };
    const request: ReadRequest = { turn, kind, projection, marks: claimSpans(projection, body), claims };
    worker.current.postMessage(request);
  }, [editor, doc, kind, claims]);

  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
    ask();
  }, [ask]);

  useEffect(() => {
    const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.current = made;
    made.onmessage = ({ data }: MessageEvent<ReadReply>) => {
      const question = asked.current;
      asked.current = null;
      if (question?.turn === data.turn)
        setState({
          reading: {
            projection: question.projection,
            analysis: data.analysis,
            queries: data.queries,
            answers: data.answers,
          },
          busy: again.current,
          failed: false,
        });
      if (again.current) {
        again.current = false;
        latest.current();
      }
    };
    made.onerror = () => {
      asked.current = null;
      setState((before) => ({ ...before, busy: false, failed: true }));
    };
    latest.current();
    return () => {
      made.terminate();
      worker.current = null;
      asked.current = null;
    };
  }, []);

  useEffect(() => {
    if (!editor) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const later = () => {
      if (timer) clearTimeout(timer);
      timer = setTimeout(() => latest.current(), IDLE_MS);
    };
    const onUpdate = ({ transaction }: { transaction: { docChanged: boolean } }) => {
      if (transaction.docChanged) later();
    };
    const fields = doc.getMap(FIELDS);
    editor.on('transaction', onUpdate);
    fields.observeDeep(later);
    return () => {
      if (timer) clearTimeout(timer);
      editor.off('transaction', onUpdate);
      fields.unobserveDeep(later);
    };
  }, [editor, doc]);

  return state;
}
