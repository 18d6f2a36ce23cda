import type { EventPayload, PostFields, PostPayload } from '../formats';

/** A post as the remote has it now, read in its stored form, never as rendered. */
export type RemotePost = {
  id: string;
  /** Older posts have smaller numbers. */
  order: number;
  /** `gone`: deleted, or in the trash. `other`: scheduled, private or waiting for review: somebody's decision there. */
  state: 'draft' | 'public' | 'gone' | 'other';
  slug: string;
  url: string;
  /** What changes with the remote's every edit, as far as it tells. */
  version: string;
  fields: PostFields;
};

/**
 * A system that keeps posts (WordPress; Ghost and others to come). Every method throws `Halt`: for reading, `again`
 * where the network or the remote is at fault; for writing, `unknown` where something was sent and no answer came.
 */
export interface PostSystem {
  shape: 'posts';
  /** All posts with this marker, the remote's own `-2` variants included, oldest first, whatever their state but the trash. */
  lookup(marker: string): Promise<RemotePost[]>;
  /** Makes a hidden draft under the marker. Its slug comes back suffixed where the marker was taken. */
  create(payload: PostPayload): Promise<RemotePost>;
  /** Null where it does not exist any more. */
  read(id: string): Promise<RemotePost | null>;
  /** Writes the fields that are ours, and nothing else. */
  update(id: string, fields: PostFields): Promise<RemotePost>;
  /** Makes a draft public under its clean slug. */
  publish(id: string, slug: string): Promise<RemotePost>;
  /** Takes a hidden draft of ours away, where the remote's own trash keeps it. */
  discard(id: string): Promise<void>;
  /** The fields in which two posts differ, harmless respelling of the same HTML left aside. */
  differing(one: PostFields, other: PostFields): (keyof PostFields)[];
  /** A hash that is equal exactly where nothing differs. */
  fingerprint(fields: PostFields): string;
}

/** A receiver of events: nothing can be looked up there, so an unknown outcome sends the same key and bytes again. */
export interface Receiver {
  shape: 'receiver';
  send(key: string, payload: EventPayload): Promise<void>;
}

export type System = PostSystem | Receiver;
