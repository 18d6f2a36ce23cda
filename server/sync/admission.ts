import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { DOCUMENT_SCHEMA } from '#document';
import { storyId, type CloseName, type Person, type StoryId } from '#protocol';

/** What a client says about itself in the URL. Both are absent where a stock client or a script connects. */
const parameters = z.object({
  epoch: z.uuid().optional(),
  schema: z.coerce.number().int().optional(),
});

/** Whether an upgrade may go on to its story, or the close code that it gets. */
export type Admission<P> =
  | {
      is: 'admitted';
      identity: P;
      story: StoryId;
      mode: 'write' | 'read';
      epoch: string | null;
      ours: boolean;
    }
  | { is: 'turnedAway'; with: CloseName };

interface Doorkeeper<P extends { person: Person }> {
  identify(request: IncomingMessage): Promise<P | null>;
  access(person: Person, story: StoryId): Promise<'write' | 'read' | 'none'>;
}

/**
 * Who may come in. In this order: a stranger learns nothing about stories, and somebody who may not see a story learns the
 * same as about one that is not there.
 */
export async function admit<P extends { person: Person }>(
  request: IncomingMessage,
  { identify, access }: Doorkeeper<P>,
): Promise<Admission<P>> {
  const identity = await identify(request);
  if (!identity) return { is: 'turnedAway', with: 'noSession' };
  const url = new URL(request.url ?? '', 'http://host');
  const story = storyId.safeParse(/^\/collab\/([^/]+)\/?$/.exec(url.pathname)?.[1]);
  if (!story.success) return { is: 'turnedAway', with: 'notFound' };
  const mode = await access(identity.person, story.data);
  if (mode === 'none') return { is: 'turnedAway', with: 'notFound' };
  const said = parameters.safeParse(Object.fromEntries(url.searchParams));
  if (!said.success) return { is: 'turnedAway', with: 'editorTooOld' };
  const { epoch, schema } = said.data;
  if (schema !== undefined && schema < DOCUMENT_SCHEMA) return { is: 'turnedAway', with: 'editorTooOld' };
  return {
    is: 'admitted',
    identity,
    story: story.data,
    mode,
    epoch: epoch ?? null,
    ours: schema !== undefined,
  };
}
