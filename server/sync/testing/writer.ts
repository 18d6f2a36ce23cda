import * as encoding from 'lib0/encoding';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { BODY, DOCUMENT_SCHEMA } from '#document';
import { messageType, type Person, type StoryId } from '#protocol';
import { personHeader } from './newsroom';

interface WriterOptions {
  /** 'ours' names its schema and epoch and sends markers; 'stock' is y-websocket as it comes */
  client?: 'stock' | 'ours';
  epoch?: string;
  schema?: number;
  doc?: Y.Doc;
}

/** A person at a desk, on the real y-websocket client. */
export class Writer {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  readonly undoManager: Y.UndoManager;
  readonly closes: { code: number; reason: string }[] = [];
  readonly refusals: string[] = [];
  readonly changed: string[] = [];
  durable = 0;
  #marked = 0;

  constructor(at: { url: string }, story: StoryId, person: Person | null, options: WriterOptions = {}) {
    this.doc = options.doc ?? new Y.Doc();
    const params: Record<string, string> = {};
    if (options.client === 'ours') params['schema'] = String(options.schema ?? DOCUMENT_SCHEMA);
    if (options.epoch !== undefined) params['epoch'] = options.epoch;
    this.provider = new WebsocketProvider(at.url, story, this.doc, {
      WebSocketPolyfill: socketOf(person),
      disableBc: true,
      params,
    });
    this.provider.on('connection-close', (event) => {
      if (event) this.closes.push({ code: event.code, reason: event.reason });
    });
    const { messageHandlers } = this.provider;
    messageHandlers[messageType.durable] = (_, decoder) => {
      this.durable = Math.max(this.durable, decoding.readVarUint(decoder));
    };
    messageHandlers[messageType.refused] = (_, decoder) => {
      this.refusals.push(decoding.readVarString(decoder));
    };
    messageHandlers[messageType.changed] = (_, decoder) => {
      this.changed.push(decoding.readVarString(decoder));
    };
    this.undoManager = new Y.UndoManager(this.doc.getXmlFragment(BODY), { captureTimeout: 0 });
  }

  /** Resolves when the first load is here. The server asks before it answers, so its question is answered by then too. */
  async synced(): Promise<this> {
    await until(() => this.provider.synced, 'the first load');
    return this;
  }

  /** The body's text, a line a paragraph. */
  get text(): string {
    return paragraphsOf(this.doc).map(plain).join('\n');
  }

  /** Types at the end of the last paragraph, or at a place in it. */
  type(words: string, at?: number): this {
    const text = this.#last();
    text.insert(at ?? text.length, words);
    return this;
  }

  erase(at: number, length: number): this {
    this.#last().delete(at, length);
    return this;
  }

  bold(at: number, length: number, on = true): this {
    this.#last().format(at, length, { bold: on ? true : null });
    return this;
  }

  enter(): this {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText()]);
    this.doc.getXmlFragment(BODY).push([paragraph]);
    return this;
  }

  undo(): this {
    this.undoManager.undo();
    return this;
  }

  /** The network goes away, and comes back. */
  delay(): this {
    this.provider.disconnect();
    return this;
  }

  /** The next connection goes to another node. */
  moveTo(node: { url: string }): this {
    this.provider.serverUrl = node.url;
    return this;
  }

  async back(): Promise<this> {
    this.provider.connect();
    return this.synced();
  }

  /** Sends a marker behind everything typed so far; `durable` reaches this number when all of it is. */
  mark(): number {
    this.#marked += 1;
    const n = this.#marked;
    this.provider.ws?.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, messageType.marker);
        encoding.writeVarUint(encoder, n);
      }),
    );
    return n;
  }

  async saved(): Promise<void> {
    const n = this.mark();
    await until(() => this.durable >= n, `marker ${n}`);
  }

  /** Resolves when the server has read all that this socket had sent: it echoes presence. */
  async answered(): Promise<void> {
    let echoed = false;
    const socket = this.provider.ws;
    const listen = ({ data }: MessageEvent) => {
      if (new Uint8Array(data)[0] === messageType.awareness) echoed = true;
    };
    socket?.addEventListener('message', listen);
    this.provider.awareness.setLocalState({ asked: Math.random() });
    await until(() => echoed, 'the echo');
    socket?.removeEventListener('message', listen);
  }

  leave(): void {
    this.provider.destroy();
    this.doc.destroy();
  }

  #last(): Y.XmlText {
    const text = paragraphsOf(this.doc).at(-1);
    if (!text) throw new Error('the story has no paragraph');
    return text;
  }
}

/** Everybody ends with the same document, and nobody waits for a part of it. */
export async function converge(...writers: readonly Writer[]): Promise<void> {
  const [first] = writers;
  if (!first) return;
  await until(
    () =>
      writers.every(
        ({ doc }) =>
          doc.store.pendingStructs === null &&
          Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(first.doc)) &&
          JSON.stringify(doc.getXmlFragment(BODY)) === JSON.stringify(first.doc.getXmlFragment(BODY)),
      ),
    'the writers to converge',
  );
}

/** Waits for a condition. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const patience = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > patience) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function paragraphsOf(doc: Y.Doc): Y.XmlText[] {
  return doc
    .getXmlFragment(BODY)
    .toArray()
    .flatMap((paragraph) => (paragraph instanceof Y.XmlElement ? paragraph.toArray() : []))
    .filter((text): text is Y.XmlText => text instanceof Y.XmlText);
}

export function plain(text: Y.XmlText): string {
  const delta: { insert: unknown }[] = text.toDelta();
  return delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
}

/** y-websocket offers no headers: in Node they come with a socket class of our own. */
export function socketOf(person: Person | null): typeof globalThis.WebSocket {
  class Socket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, person ? { headers: { [personHeader]: person.id } } : {});
    }
  }
  // `ws` has the browser's interface as far as y-websocket uses it; its declared type differs in what it does not use.
  return Socket as unknown as typeof globalThis.WebSocket;
}
