import type { Payload, PostFields, PostPayload } from './formats';
import { Halt } from './halt';
import type { PostSystem, RemotePost, System } from './systems/system';

/** What is known of a story's post at a destination. */
export type Binding = {
  remoteId: string;
  /** Set from the first publication on. */
  remoteUrl: string | null;
  remoteVersion: string | null;
  /** Fingerprint of our fields as last read back. */
  fingerprint: string | null;
};

/** The job's memory: what has to survive this process, written the moment that it is known. */
export interface Ledger {
  binding(): Promise<Binding | null>;
  bind(binding: Binding): Promise<void>;
  /** What earlier jobs may have written there without our having seen it: they ended without a read-back. */
  perhapsWritten(): Promise<PostFields[]>;
  /** True where a later version of the story waits for the same destination. */
  overtaken(): Promise<boolean>;
}

export type Delivery = {
  key: string;
  payload: Payload;
  /** `look`: the last outcome was unknown. `last`: after this look it is sent again. */
  mode: 'send' | 'look';
  last: boolean;
};

/** Brings one payload to its destination, or throws `Halt`. May be begun again after any cut, at any point. */
export async function deliver(delivery: Delivery, system: System, ledger: Ledger): Promise<void> {
  const { payload } = delivery;
  if (system.shape === 'receiver') {
    if (payload.kind !== 'webhook')
      throw new Halt('refused', 'This job was made for another kind of destination.');
    // An unknown event is sent again before a later one may go: the receiver never sees an older version last.
    if (delivery.mode === 'send') await stopIfOvertaken(ledger);
    return system.send(delivery.key, payload);
  }
  if (payload.kind !== 'wordpress')
    throw new Halt('refused', 'This job was made for another kind of destination.');
  await deliverPost({ payload, mode: delivery.mode, last: delivery.last }, system, ledger);
}

async function stopIfOvertaken(ledger: Ledger): Promise<void> {
  if (await ledger.overtaken())
    throw new Halt('overtaken', 'A later version of the story is published instead.');
}

type PostDelivery = { payload: PostPayload; mode: 'send' | 'look'; last: boolean };

/**
 * Hidden draft → its id kept → our text in it, read back → the only one with its marker → public → read back. Each step
 * first looks at what is there, so that a second run goes on where the first was cut.
 */
async function deliverPost({ payload, mode, last }: PostDelivery, system: PostSystem, ledger: Ledger) {
  if (mode === 'look') {
    const landed = await look(payload, system, ledger).catch((error: unknown) => {
      if (error instanceof Halt && error.code === 'again')
        throw new Halt('unseen', error.message, error.retryAfter);
      throw error;
    });
    if (!landed && !last)
      throw new Halt('absent', 'The destination gave no answer. Looking whether the story arrived there.');
  }
  await stopIfOvertaken(ledger);

  let binding = await ledger.binding();
  let post = binding ? await system.read(binding.remoteId) : await find(payload, system, ledger);
  if (!post && binding && binding.remoteUrl === null) {
    // Our own hidden draft was deleted there before it was ever public: it is made anew.
    post = await find(payload, system, ledger);
  }
  binding = await ledger.binding();
  if (!post || !binding || post.state === 'gone')
    throw new Halt('conflict', 'The post was deleted at the destination. Restore it there, then try again.');
  if (post.state === 'draft' && binding.remoteUrl === null) {
    post = await only(post, payload.marker, system, ledger);
    binding = (await ledger.binding()) ?? binding;
  }
  await refuseConflict({ post, binding, payload }, system, ledger);

  if (system.differing(post.fields, payload.fields).length > 0)
    post = await save(await system.update(post.id, payload.fields), payload, system, ledger);
  if (post.state === 'draft') {
    // Looked at once more: an aborted create may have landed while the text was being saved.
    const kept = await only(post, payload.marker, system, ledger);
    if (kept.id !== post.id)
      throw new Halt('again', 'An earlier copy of the draft has arrived and takes its place.');
    await system.publish(post.id, payload.slug);
  }

  const seen = await system.read(post.id);
  if (seen?.state !== 'public')
    throw new Halt('refused', 'The destination took the story and does not show it as published.');
  await save(seen, payload, system, ledger);
}

/** After an unknown outcome: true where what was sent has arrived. What was read is kept, or the next version would see a stranger's edit. */
async function look(payload: PostPayload, system: PostSystem, ledger: Ledger): Promise<boolean> {
  const binding = await ledger.binding();
  if (!binding) return (await system.lookup(payload.marker)).length > 0;
  const post = await system.read(binding.remoteId);
  if (!post || system.differing(post.fields, payload.fields).length > 0) return false;
  await ledger.bind(bound(post, binding, system));
  return post.state === 'public';
}

/** The post that bears our marker; a new hidden draft where there is none. Its id is kept at once. */
async function find(payload: PostPayload, system: PostSystem, ledger: Ledger): Promise<RemotePost> {
  const [oldest] = await system.lookup(payload.marker);
  const post = oldest ?? (await system.create(payload));
  await ledger.bind(adopted(post, system));
  return post;
}

/**
 * Of several drafts with one marker the oldest stays, and the others, copies of it from creates that were thought lost,
 * go to the trash. One that somebody has made public is not ours to remove.
 */
async function only(
  post: RemotePost,
  marker: string,
  system: PostSystem,
  ledger: Ledger,
): Promise<RemotePost> {
  const family = (await system.lookup(marker)).filter((found) => found.id !== post.id);
  if (family.length === 0) return post;
  const [oldest, ...others] = [post, ...family].sort((a, b) => a.order - b.order);
  if (!oldest) return post;
  if (others.some((other) => other.state !== 'draft'))
    throw new Halt(
      'conflict',
      'A second copy of this story was published at the destination. Remove one of them there.',
    );
  if (oldest.id !== post.id) await ledger.bind(adopted(oldest, system));
  for (const other of others) await system.discard(other.id);
  return oldest;
}

const fieldNames = { title: 'headline', content: 'text', excerpt: 'dek' } as const;

/** Somebody at the destination has changed what is ours, or has taken the post back: nothing is overwritten in silence. */
async function refuseConflict(
  { post, binding, payload }: { post: RemotePost; binding: Binding; payload: PostPayload },
  system: PostSystem,
  ledger: Ledger,
): Promise<void> {
  const known = async () => {
    if (binding.fingerprint === system.fingerprint(post.fields)) return true;
    const ours = [payload.fields, ...(await ledger.perhapsWritten())];
    return ours.some((fields) => system.differing(fields, post.fields).length === 0);
  };
  if (!(await known())) {
    const names = system.differing(payload.fields, post.fields).map((field) => fieldNames[field]);
    throw new Halt(
      'conflict',
      `Somebody changed this story at the destination (${names.join(', ')}). Nothing was overwritten.`,
    );
  }
  if (post.state === 'public' || (post.state === 'draft' && binding.remoteUrl === null)) return;
  throw new Halt(
    'conflict',
    post.state === 'draft'
      ? 'Somebody took this story back to a draft at the destination. It was not published again.'
      : 'Somebody scheduled this story at the destination, or made it private. It was not changed.',
  );
}

/** Keeps what was read back, and asserts that it is what was sent. */
async function save(
  post: RemotePost,
  payload: PostPayload,
  system: PostSystem,
  ledger: Ledger,
): Promise<RemotePost> {
  await ledger.bind(bound(post, await ledger.binding(), system));
  const wrong = system.differing(payload.fields, post.fields);
  if (wrong.length === 0) return post;
  const names = wrong.map((field) => fieldNames[field]).join(', ');
  throw new Halt(
    'refused',
    post.state === 'public'
      ? `The destination shows another ${names} than the one that was sent. Read the published page now.`
      : `The destination changed the ${names} on saving it. It is kept there as a draft and was not published.`,
  );
}

/** @param before what was known of the same post: that it was public once is not forgotten when it is taken back there */
function bound(post: RemotePost, before: Binding | null, system: PostSystem): Binding {
  return {
    remoteId: post.id,
    remoteUrl: post.state === 'public' ? post.url : (before?.remoteUrl ?? null),
    remoteVersion: post.version,
    fingerprint: system.fingerprint(post.fields),
  };
}

/** A hidden draft under our marker is ours as it stands; what is already public must hold our text to be taken for ours. */
function adopted(post: RemotePost, system: PostSystem): Binding {
  const binding = bound(post, null, system);
  return post.state === 'draft' ? binding : { ...binding, remoteUrl: null, fingerprint: null };
}
