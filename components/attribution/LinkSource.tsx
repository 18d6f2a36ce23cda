import { useId, useMemo, useState, type FormEvent, type KeyboardEvent } from 'react';
import useSWR from 'swr';
import { z } from 'zod';
import { sourceKind, sourceReply, type SourceId, type SourceReply } from '#protocol';
import { api, Button, Dialog, Input, Notice, Select, sentenceOf } from '#components/ui';
import { kindSays } from './words';
import styles from './LinkSource.module.css';

const sourcesReply = z.object({ sources: z.array(sourceReply) });

type Props = {
  /** The words that the source is to stand behind. */
  quote: string;
  /** A name that the text itself gives, to begin with. */
  suggestion: string;
  onClose(): void;
  onLink(evidence: { sourceId: SourceId; locator: string; quote: string }): Promise<void>;
};

/** Chooses the card that stands behind a claim, or makes one, and says where in it. Keyboard: type, arrows, Enter. */
export function LinkSource({ quote, suggestion, onClose, onLink }: Props) {
  const { data, error, mutate } = useSWR('/api/sources', (path: string) =>
    api(path, (json) => sourcesReply.parse(json)),
  );
  const [search, setSearch] = useState(suggestion);
  const [active, setActive] = useState(0);
  const [chosen, setChosen] = useState<SourceReply | null>(null);
  const [making, setMaking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const list = useId();

  const found = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const all = data?.sources ?? [];
    return all
      .filter((card) => words.every((word) => `${card.name} ${card.url ?? ''}`.toLowerCase().includes(word)))
      .slice(0, 8);
  }, [data, search]);

  async function attempt(work: () => Promise<void>) {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (failure) {
      setProblem(sentenceOf(failure));
    }
    setBusy(false);
  }

  function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const url = String(form.get('url')).trim();
    void attempt(async () => {
      const body = {
        name: String(form.get('name')),
        kind: String(form.get('kind')),
        url: url === '' ? null : url,
      };
      const card = await api('/api/sources', (json) => sourceReply.parse(json), { method: 'POST', body });
      await mutate();
      setChosen(card);
      setMaking(false);
    });
  }

  function link(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!chosen) return;
    const form = new FormData(event.currentTarget);
    void attempt(() =>
      onLink({
        sourceId: chosen.id,
        locator: String(form.get('locator')),
        quote: String(form.get('passage')),
      }),
    );
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      setActive((at) => (at + step + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const card = found[active];
      if (card) setChosen(card);
      else if (search.trim()) setMaking(true);
    }
  }

  return (
    <Dialog open onClose={onClose} title="Link a source">
      <blockquote className={styles['quote']}>{quote}</blockquote>
      {problem || error ? <Notice kind="problem">{problem ?? sentenceOf(error)}</Notice> : null}

      {chosen ? (
        <form className={styles['form']} onSubmit={link}>
          <div className={styles['chosen']}>
            <span>
              <strong>{chosen.name}</strong>
              <small>
                {kindSays[chosen.kind]}
                {chosen.url ? ` · ${chosen.url}` : ''}
              </small>
            </span>
            <Button size="small" look="quiet" onClick={() => setChosen(null)}>
              Another
            </Button>
          </div>
          <Input
            label="Where in it"
            name="locator"
            placeholder="Page, timestamp, paragraph"
            maxLength={500}
            autoFocus
          />
          <Input
            label="What it says there"
            name="passage"
            placeholder="The words that bear the claim out"
            maxLength={5000}
          />
          <Button look="primary" type="submit" busy={busy}>
            Link this source
          </Button>
        </form>
      ) : making ? (
        <form className={styles['form']} onSubmit={make}>
          <Input label="Name" name="name" defaultValue={search} required maxLength={300} autoFocus />
          <Select label="Kind" name="kind" defaultValue="outlet">
            {sourceKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {kindSays[kind]}
              </option>
            ))}
          </Select>
          <Input label="Web address" name="url" type="url" placeholder="https://" hint="If there is one." />
          <div className={styles['actions']}>
            <Button look="primary" type="submit" busy={busy}>
              Make the card
            </Button>
            <Button look="quiet" onClick={() => setMaking(false)}>
              Back
            </Button>
          </div>
        </form>
      ) : (
        <div className={styles['form']}>
          <Input
            label="Source"
            placeholder="Search by name"
            value={search}
            autoFocus
            role="combobox"
            aria-expanded={found.length > 0}
            aria-controls={list}
            aria-activedescendant={found[active] ? `${list}-${active}` : undefined}
            onChange={(event) => {
              setSearch(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
          />
          <ul id={list} role="listbox" aria-label="Source cards" className={styles['list']}>
            {found.map((card, index) => (
              <li
                key={card.id}
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === active}
                onMouseMove={() => setActive(index)}
                onClick={() => setChosen(card)}
              >
                <strong>{card.name}</strong>
                <small>{kindSays[card.kind]}</small>
              </li>
            ))}
          </ul>
          {data && found.length === 0 ? <p className={styles['none']}>No card has this name yet.</p> : null}
          <Button onClick={() => setMaking(true)}>
            {search.trim() ? `Make a card for “${search.trim()}”` : 'Make a card'}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
