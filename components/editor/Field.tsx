import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import * as Y from 'yjs';
import { fieldText } from '#document';
import type { StoryField } from '#protocol';
import styles from './Field.module.css';

type Props = {
  doc: Y.Doc;
  field: StoryField;
  label: string;
  placeholder: string;
  readOnly: boolean;
  /** Enter at the end of a field goes on to the next one. */
  onLeave?(): void;
};

/**
 * A field of the story as a text box over its `Y.Text`: what was typed becomes the smallest insertion and deletion, so that two
 * people may write in one headline; the caret stays where it was when somebody else types before it.
 */
export function Field({ doc, field, label, placeholder, readOnly, onLeave }: Props) {
  const shared = fieldText(doc, field);
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => shared.toString());
  const caret = useRef<{ start: Y.RelativePosition; end: Y.RelativePosition } | null>(null);
  const undo = useRef<Y.UndoManager | null>(null);

  const before = useRef<typeof caret.current>(null);
  const remember = () => {
    const element = box.current;
    if (!element) return;
    before.current = {
      start: Y.createRelativePositionFromTypeIndex(shared, element.selectionStart),
      end: Y.createRelativePositionFromTypeIndex(shared, element.selectionEnd),
    };
  };

  useEffect(() => {
    const manager = new Y.UndoManager(shared, { trackedOrigins: new Set([box]), captureTimeout: 500 });
    undo.current = manager;
    const onChange = (_event: Y.YTextEvent, transaction: Y.Transaction) => {
      const element = box.current;
      if (element && transaction.origin !== box && document.activeElement === element) {
        // Taken from the text before the change: a relative position moves with the letters around it.
        caret.current = before.current;
      }
      setText(shared.toString());
    };
    shared.observe(onChange);
    return () => {
      shared.unobserve(onChange);
      manager.destroy();
    };
  }, [shared]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = '0';
    element.style.height = `${element.scrollHeight}px`;
    if (!caret.current) return;
    const start = Y.createAbsolutePositionFromRelativePosition(caret.current.start, doc)?.index;
    const end = Y.createAbsolutePositionFromRelativePosition(caret.current.end, doc)?.index;
    if (start !== undefined && end !== undefined) element.setSelectionRange(start, end);
    caret.current = null;
  }, [text, doc]);

  function write(next: string) {
    const old = shared.toString();
    // A field is one line: what is pasted with breaks becomes one.
    const line = next.replace(/\s*\n\s*/g, ' ');
    let head = 0;
    while (head < old.length && head < line.length && old[head] === line[head]) head++;
    let tail = 0;
    while (tail < old.length - head && tail < line.length - head && old.at(-1 - tail) === line.at(-1 - tail))
      tail++;
    if (old === line) return setText(old);
    doc.transact(() => {
      if (old.length - tail > head) shared.delete(head, old.length - tail - head);
      if (line.length - tail > head) shared.insert(head, line.slice(head, line.length - tail));
    }, box);
  }

  function onKeyDown(event: KeyboardEvent) {
    const key = event.key.toLowerCase();
    if ((event.metaKey || event.ctrlKey) && (key === 'z' || key === 'y')) {
      event.preventDefault();
      if (key === 'y' || event.shiftKey) undo.current?.redo();
      else undo.current?.undo();
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onLeave?.();
    }
  }

  return (
    <textarea
      ref={box}
      className={`${styles['field']} ${styles[field]}`}
      rows={1}
      value={text}
      readOnly={readOnly}
      aria-label={label}
      placeholder={placeholder}
      data-field={field}
      spellCheck
      onChange={(event) => {
        write(event.target.value);
        remember();
      }}
      onSelect={remember}
      onKeyDown={onKeyDown}
    />
  );
}
