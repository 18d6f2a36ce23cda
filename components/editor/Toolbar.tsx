import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import {
  Bold,
  Heading2,
  Heading3,
  Italic,
  Link,
  List,
  ListOrdered,
  Redo2,
  TextQuote,
  Undo2,
} from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { isSafeLink } from '#document';
import { Button, Dialog, Input } from '#components/ui';
import styles from './Toolbar.module.css';

/** Formatting, each with its key. Undo takes back one's own typing only. */
export function Toolbar({ editor }: { editor: Editor }) {
  const [linking, setLinking] = useState(false);
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      h2: now.isActive('heading', { level: 2 }),
      h3: now.isActive('heading', { level: 3 }),
      bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'),
      quote: now.isActive('blockquote'),
      link: now.isActive('link'),
      undo: now.can().undo(),
      redo: now.can().redo(),
    }),
  });
  const chain = () => editor.chain().focus();
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label="Formatting">
      <Tool label="Bold (Ctrl+B)" on={state.bold} act={() => chain().toggleBold().run()} icon={<Bold />} />
      <Tool
        label="Italic (Ctrl+I)"
        on={state.italic}
        act={() => chain().toggleItalic().run()}
        icon={<Italic />}
      />
      <Tool label="Link (Ctrl+K)" on={state.link} act={() => setLinking(true)} icon={<Link />} />
      <span className={styles['gap']} />
      <Tool
        label="Subhead"
        on={state.h2}
        act={() => chain().toggleHeading({ level: 2 }).run()}
        icon={<Heading2 />}
      />
      <Tool
        label="Minor subhead"
        on={state.h3}
        act={() => chain().toggleHeading({ level: 3 }).run()}
        icon={<Heading3 />}
      />
      <Tool label="List" on={state.bullets} act={() => chain().toggleBulletList().run()} icon={<List />} />
      <Tool
        label="Numbered list"
        on={state.numbers}
        act={() => chain().toggleOrderedList().run()}
        icon={<ListOrdered />}
      />
      <Tool
        label="Quote"
        on={state.quote}
        act={() => chain().toggleBlockquote().run()}
        icon={<TextQuote />}
      />
      <span className={styles['gap']} />
      <Tool label="Undo (Ctrl+Z)" disabled={!state.undo} act={() => chain().undo().run()} icon={<Undo2 />} />
      <Tool
        label="Redo (Ctrl+Shift+Z)"
        disabled={!state.redo}
        act={() => chain().redo().run()}
        icon={<Redo2 />}
      />
      {linking ? <SetLink editor={editor} onClose={() => setLinking(false)} /> : null}
    </div>
  );
}

function Tool({
  label,
  on,
  act,
  icon,
  disabled,
}: {
  label: string;
  on?: boolean;
  act(): void;
  icon: ReactNode;
  disabled?: boolean;
}) {
  return (
    <button
      type="button"
      className={styles['tool']}
      aria-label={label}
      title={label}
      aria-pressed={on}
      disabled={disabled}
      // The selection in the text must stay where it is.
      onMouseDown={(event) => event.preventDefault()}
      onClick={act}
    >
      {icon}
    </button>
  );
}

function SetLink({ editor, onClose }: { editor: Editor; onClose(): void }) {
  const current = String(editor.getAttributes('link')['href'] ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const nothing = editor.state.selection.empty && current === '';

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('href')).trim();
    const href = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
    if (!isSafeLink(href)) return setProblem('A link starts with https://, http:// or mailto:.');
    editor.chain().focus().extendMarkRange('link').setLink({ href }).run();
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={current ? 'Change the link' : 'Link'}>
      {nothing ? (
        <p>Select the words that are to carry the link first.</p>
      ) : (
        <form className={styles['form']} onSubmit={submit}>
          <Input
            label="Address"
            name="href"
            defaultValue={current}
            placeholder="https://"
            error={problem}
            required
            autoFocus
          />
          <div className={styles['actions']}>
            <Button look="primary" type="submit">
              Set the link
            </Button>
            {current ? (
              <Button
                look="quiet"
                onClick={() => {
                  editor.chain().focus().extendMarkRange('link').unsetLink().run();
                  onClose();
                }}
              >
                Take it away
              </Button>
            ) : null}
          </div>
        </form>
      )}
    </Dialog>
  );
}
