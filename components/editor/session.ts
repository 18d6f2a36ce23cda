import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { IndexeddbPersistence } from 'y-indexeddb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { DOCUMENT_SCHEMA, FIELDS } from '#document';
import { messageType, storyTopics, type StoryTopic } from '#protocol';

/** The saved word. It is never more than what is true: *saved* means committed by the server, all of it. */
export type SavedState =
  | { at: 'loading' }
  | { at: 'saved' }
  /** Changes that this device keeps and the server has not confirmed yet. `kept` false: this browser keeps nothing (private mode). */
  | { at: 'onDevice'; kept: boolean }
  | { at: 'offline'; waiting: number; kept: boolean }
  /** The server said not to come back (a 44xx close code). The text stays in this browser. */
  | { at: 'ended'; code: number; reason: string }
  /** What was typed here may not be written by this person (any more): it was not stored. */
  | { at: 'refused'; reason: string };

export type SessionState = { saved: SavedState; ready: boolean };

/**
 * One open story in one tab: the Y.Doc, the socket, this browser's own copy, and the truth about what is saved.
 *
 * Every local change has a number. Behind the change, on the same socket, goes a marker with it; the server answers once
 * everything before the marker is committed. On a new connection the first marker waits until we have answered the server's
 * SyncStep1, since only that answer carries what was typed offline.
 */
export class StorySession {
  readonly doc = new Y.Doc();
  readonly provider: WebsocketProvider;
  private readonly persistence: IndexeddbPersistence | null;
  private readonly listeners = new Set<() => void>();
  private readonly topicListeners = new Set<(topic: StoryTopic) => void>();
  private state: SessionState = { saved: { at: 'loading' }, ready: false };
  private changes = 0;
  private confirmed = 0;
  private answered = false;
  private kept = false;
  private markerDue: ReturnType<typeof setTimeout> | null = null;
  private ending: Extract<SavedState, { at: 'ended' | 'refused' }> | null = null;
  private waiters: { change: number; resolve(durable: boolean): void }[] = [];

  constructor(options: { story: string; epoch: string; person: string }) {
    const { story, epoch, person } = options;
    const url = new URL('/collab', window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    this.provider = new WebsocketProvider(url.href, story, this.doc, {
      connect: false,
      disableBc: true,
      params: { epoch, schema: String(DOCUMENT_SCHEMA) },
    });
    this.speakOurMessages();
    this.provider.on('status', ({ status }) => {
      if (status !== 'connected') this.answered = false;
      this.publish();
    });
    this.provider.on('sync', () => this.publish());
    this.provider.on('closed', ({ code, reason }) => this.end({ at: 'ended', code, reason }));
    // Registered after the provider's own listener, so a change is on its way before its marker.
    this.doc.on('update', this.onUpdate);
    window.addEventListener('online', this.comeBack);
    // One store a person and epoch: a rebuilt story must not meet the words it was rebuilt to lose.
    this.persistence =
      'indexedDB' in window
        ? new IndexeddbPersistence(`onrecord:${person}:${story}:${epoch}`, this.doc)
        : null;
    void this.open();
  }

  getState = (): SessionState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Hears when something beside the text changed on the server. */
  onTopic(listener: (topic: StoryTopic) => void): () => void {
    this.topicListeners.add(listener);
    return () => this.topicListeners.delete(listener);
  }

  /** Resolves true once everything typed up to now is committed; false when that cannot be known within `ms`. */
  async durable(ms = 5000): Promise<boolean> {
    if (this.confirmed >= this.changes) return true;
    const change = this.changes;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      this.waiters.push({
        change,
        resolve: (durable) => {
          clearTimeout(timer);
          resolve(durable);
        },
      });
    });
  }

  destroy(): void {
    if (this.markerDue) clearTimeout(this.markerDue);
    window.removeEventListener('online', this.comeBack);
    this.doc.off('update', this.onUpdate);
    this.provider.destroy();
    void this.persistence?.destroy();
    this.doc.destroy();
    for (const waiter of this.waiters.splice(0)) waiter.resolve(false);
    this.listeners.clear();
    this.topicListeners.clear();
  }

  private async open(): Promise<void> {
    // This browser's copy first, so that what was typed offline goes out with the first sync. A store that does not open
    // (a private window, a full disk) must not keep anybody from writing.
    const opened = this.persistence?.whenSynced.then(() => true) ?? Promise.resolve(false);
    this.kept = await Promise.race([
      opened,
      new Promise<false>((resolve) => setTimeout(resolve, 2000, false)),
    ]).catch(() => false);
    // Whether the server has all of this is not known until a marker behind it comes back.
    if (this.doc.share.size > 0 && this.seeded()) this.changes += 1;
    this.publish();
    this.provider.connect();
  }

  private readonly comeBack = () => {
    if (this.provider.shouldConnect) this.provider.connect();
  };

  private readonly onUpdate = (_update: Uint8Array, origin: unknown) => {
    if (origin === this.provider || (this.persistence !== null && origin === this.persistence)) {
      if (!this.state.ready) this.publish();
      return;
    }
    this.changes += 1;
    this.publish();
    this.markerDue ??= setTimeout(this.sendMarker, 60);
  };

  private readonly sendMarker = () => {
    this.markerDue = null;
    const { ws } = this.provider;
    if (!this.answered || ws?.readyState !== WebSocket.OPEN) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.marker);
    encoding.writeVarUint(encoder, this.changes);
    ws.send(encoding.toUint8Array(encoder));
  };

  private speakOurMessages(): void {
    const handlers = this.provider.messageHandlers;
    const sync = handlers[messageType.sync];
    handlers[messageType.sync] = (encoder, decoder, provider, emitSynced, type) => {
      const isStep1 = decoding.peekVarUint(decoder) === 0;
      sync?.(encoder, decoder, provider, emitSynced, type);
      if (!isStep1) return;
      // The provider sends the answer when this handler has returned.
      queueMicrotask(() => {
        this.answered = true;
        this.sendMarker();
      });
    };
    handlers[messageType.durable] = (_encoder, decoder) => {
      this.confirmed = Math.max(this.confirmed, decoding.readVarUint(decoder));
      this.waiters = this.waiters.filter((waiter) => {
        if (waiter.change > this.confirmed) return true;
        waiter.resolve(true);
        return false;
      });
      this.publish();
    };
    handlers[messageType.refused] = (_encoder, decoder) =>
      this.end({ at: 'refused', reason: decoding.readVarString(decoder) });
    handlers[messageType.changed] = (_encoder, decoder) => {
      const named = decoding.readVarString(decoder);
      const topic = storyTopics.find((known) => known === named);
      if (topic) for (const listener of this.topicListeners) listener(topic);
    };
  }

  private end(state: Extract<SavedState, { at: 'ended' | 'refused' }>): void {
    this.ending = state;
    this.publish();
  }

  private seeded(): boolean {
    return this.doc.getMap(FIELDS).has('headline');
  }

  private saved(): SavedState {
    if (this.ending) return this.ending;
    const waiting = this.changes - this.confirmed;
    if (!this.provider.wsconnected) {
      if (!this.state.ready && !this.seeded()) return { at: 'loading' };
      return { at: 'offline', waiting, kept: this.kept };
    }
    if (waiting > 0) return { at: 'onDevice', kept: this.kept };
    return this.provider.synced ? { at: 'saved' } : { at: 'loading' };
  }

  private publish(): void {
    // Once shown, the text stays on screen: a reconnect is no reason to take it away.
    this.state = { saved: this.saved(), ready: this.state.ready || this.seeded() };
    for (const listener of this.listeners) listener();
  }
}
