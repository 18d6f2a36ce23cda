import { Extension, type Editor } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import CollaborationCaret from '@tiptap/extension-collaboration-caret';
import { Placeholder } from '@tiptap/extensions';
import { EditorContent, useEditor } from '@tiptap/react';
import { useEffect } from 'react';
import { BODY, documentExtensions } from '#document';
import type { Person } from '#protocol';
import { Highlights } from '#components/attribution';
import { pageNonce } from '#components/ui';
import type { StorySession } from './session';
import styles from './Body.module.css';

type Props = {
  session: StorySession;
  person: Person;
  readOnly: boolean;
  onEditor(editor: Editor | null): void;
  onPick(query: string): void;
};

/** The story's text: Tiptap over the shared fragment, with everybody's carets and the engine's underlines. */
export function Body({ session, person, readOnly, onEditor, onPick }: Props) {
  const editor = useEditor(
    {
      immediatelyRender: false,
      editable: !readOnly,
      extensions: [
        ...documentExtensions,
        Collaboration.configure({ fragment: session.doc.getXmlFragment(BODY) }),
        CollaborationCaret.configure({
          provider: session.provider,
          user: { id: person.id, name: person.name, color: person.colour },
          render: caret,
        }),
        Placeholder.configure({ placeholder: 'Write, or paste a draft.' }),
        Highlights.configure({ onPick }),
        leaveUpward,
      ],
      injectNonce: pageNonce(),
      editorProps: {
        attributes: {
          'aria-label': 'Story text',
          role: 'textbox',
          'aria-multiline': 'true',
          spellcheck: 'true',
          'data-testid': 'body',
        },
      },
    },
    [session, readOnly],
  );
  useEffect(() => {
    onEditor(editor);
    return () => onEditor(null);
  }, [editor, onEditor]);
  return <EditorContent editor={editor} className={styles['body']} />;
}

/** Somebody's caret. The name is drawn by the style sheet: as text it would be read out, and copied, as part of the story. */
function caret(user: Record<string, unknown>): HTMLElement {
  const element = document.createElement('span');
  element.className = 'caret';
  element.dataset['name'] = String(user['name'] ?? '');
  element.style.setProperty('--caret', String(user['color'] ?? '#54585e'));
  return element;
}

/** Arrow up in the first line goes back to the fields above. */
const leaveUpward = Extension.create({
  name: 'leaveUpward',
  addKeyboardShortcuts() {
    return {
      ArrowUp: ({ editor }) => {
        if (editor.state.selection.empty && editor.state.selection.head <= 1) {
          document.querySelector<HTMLTextAreaElement>('[data-field="dek"]')?.focus();
          return true;
        }
        return false;
      },
    };
  },
});
