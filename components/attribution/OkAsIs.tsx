import { useState, type FormEvent } from 'react';
import { dismissalReason, type DismissalReason } from '#protocol';
import { Button, Dialog, Input, Notice, sentenceOf } from '#components/ui';
import { reasonSays } from './words';
import styles from './LinkSource.module.css';

type Props = {
  sentence: string;
  /** Only a proposal: an editor who did not write the story decides. */
  proposal: boolean;
  onClose(): void;
  onAnswer(reason: DismissalReason, note: string): Promise<void>;
};

/** Answers a query with "OK as is": a reason from a list, and a note where the list has none that fits. */
export function OkAsIs({ sentence, proposal, onClose, onAnswer }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState<DismissalReason>('sourcedInStory');

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await onAnswer(reason, String(new FormData(event.currentTarget).get('note')));
    } catch (failure) {
      setBusy(false);
      setProblem(sentenceOf(failure));
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="OK as is"
      description={
        proposal
          ? 'This is about an accusation: your answer is a proposal, and an editor who did not write the story decides.'
          : undefined
      }
    >
      <blockquote className={styles['quote']}>{sentence}</blockquote>
      <form className={styles['form']} onSubmit={(event) => void submit(event)}>
        {problem ? <Notice kind="problem">{problem}</Notice> : null}
        <fieldset className={styles['reasons']}>
          <legend>Why it may stand</legend>
          {dismissalReason.options.map((option, index) => (
            <label key={option}>
              <input
                type="radio"
                name="reason"
                value={option}
                checked={reason === option}
                autoFocus={index === 0}
                onChange={() => setReason(option)}
              />
              {reasonSays[option]}
            </label>
          ))}
        </fieldset>
        <Input
          label="Note"
          name="note"
          maxLength={2000}
          required={reason === 'other'}
          placeholder={reason === 'other' ? 'Say why' : 'If it helps the editor'}
        />
        <Button look="primary" type="submit" busy={busy}>
          {proposal ? 'Propose' : 'It may stand'}
        </Button>
      </form>
    </Dialog>
  );
}
