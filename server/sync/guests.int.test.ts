import * as encoding from 'lib0/encoding';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { messageType, type Person } from '#protocol';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
import { frame } from './frame';
import { openNewsroom, personHeader, type Newsroom } from './testing/newsroom';
import { converge, paragraphsOf, until, Writer } from './testing/writer';

let store: Store;
let newsroom: Newsroom;
let ana: Person;
let ben: Person;
const here: Writer[] = [];
const sockets: WebSocket[] = [];

beforeAll(async () => {
  store = await testStore();
  newsroom = await openNewsroom(store, {
    limits: {
      frameBytes: 200_000,
      changesPerSecond: 50,
      changeBurst: 400,
      documentBytes: 150_000,
      connectionsPerPerson: 6,
      heldMs: 500,
      unreadBytes: 300_000,
    },
  });
  ana = await newsroom.person('Ana');
  ben = await newsroom.person('Ben');
});
afterEach(() => {
  here.splice(0).forEach((writer) => writer.leave());
  sockets.splice(0).forEach((socket) => socket.terminate());
});
afterAll(async () => {
  await newsroom.close();
  await store.close();
});

async function opened(paragraphs: string[] = [], person = ana, at = newsroom) {
  const story = await at.story(person, paragraphs);
  const writer = new Writer(at, story.id, person, { client: 'ours' });
  here.push(writer);
  return { story, writer: await writer.synced() };
}

async function joined(story: { id: string }, person: Person): Promise<Writer> {
  const writer = new Writer(newsroom, story.id as Parameters<Newsroom['rows']>[0], person);
  here.push(writer);
  return writer.synced();
}

/** A bare socket, for what no Yjs client would send. */
async function bare(story: { id: string }, person: Person, at = newsroom) {
  const socket = new WebSocket(`${at.url}/${story.id}`, { headers: { [personHeader]: person.id } });
  sockets.push(socket);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.once('message', resolve));
  return { socket, closed };
}

const hello = (client: number, state: unknown, clock = 1) =>
  frame.awareness(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, JSON.stringify(state));
    }),
  );

describe('presence', () => {
  test('the name, the colour and the id are those of the session, whatever the client says', async () => {
    const { story, writer } = await opened();
    const other = await joined(story, ben);
    other.provider.awareness.setLocalState({
      user: { name: 'Ana', color: '#000000' },
      cursor: { anchor: 1 },
    });
    const seen = () => writer.provider.awareness.getStates().get(other.doc.clientID);
    await until(() => seen()?.['cursor'] !== undefined, 'the caret');
    expect(seen()).toEqual({
      user: { id: ben.id, name: 'Ben', color: ben.colour },
      cursor: { anchor: 1 },
    });
  });

  test('nobody speaks for another, and nobody can send another away', async () => {
    const { story, writer } = await opened();
    const other = await joined(story, ben);
    const seen = () => other.provider.awareness.getStates().get(writer.doc.clientID);
    writer.provider.awareness.setLocalState({ at: 'work' });
    await until(() => seen()?.['at'] === 'work', 'the presence');
    other.provider.ws?.send(hello(writer.doc.clientID, { at: 'home' }, 99));
    other.provider.ws?.send(hello(writer.doc.clientID, null, 100));
    await other.answered();
    const third = await joined(story, ben);
    const there = () => third.provider.awareness.getStates().get(writer.doc.clientID);
    await until(() => there() !== undefined, 'the third to see who is here');
    expect(there()).toMatchObject({ at: 'work', user: { name: 'Ana' } });
  });

  test('who leaves is gone at once', async () => {
    const { story, writer } = await opened();
    const other = await joined(story, ben);
    await other.answered();
    const seen = () => writer.provider.awareness.getStates().has(other.doc.clientID);
    await until(seen, 'the presence');
    other.provider.ws?.close();
    other.provider.shouldConnect = false;
    await until(() => !seen(), 'the absence');
  });
});

describe('who wrote it', () => {
  test("a change under another person's id is kept apart, and its sender is closed for good", async () => {
    const { story, writer } = await opened();
    writer.type('Mine.');
    await writer.saved();
    const forgery = new Y.Doc();
    Y.applyUpdate(forgery, Y.encodeStateAsUpdate(writer.doc));
    const before = Y.encodeStateVector(forgery);
    forgery.clientID = writer.doc.clientID;
    paragraphsOf(forgery)[0]?.insert(0, 'Not mine. ');
    const { socket, closed } = await bare(story, ben);
    socket.send(frame.update(Y.encodeStateAsUpdate(forgery, before)));
    expect(await closed).toBe(4403);
    await until(async () => {
      const kept = await store.db
        .selectFrom('quarantine')
        .selectAll()
        .where('story_id', '=', story.id)
        .execute();
      return kept.length === 1 && kept[0]?.person_id === ben.id;
    }, 'the quarantine');
    await writer.answered();
    expect(writer.text).toBe('Mine.');
  });

  test("words of a colleague that come back with one's own are no forgery", async () => {
    const { story, writer } = await opened();
    const other = await joined(story, ben);
    writer.type('Hers. ');
    await converge(writer, other);
    other.delay();
    other.type('His.');
    // As from a client that answers with all it has, whatever it was asked.
    const { socket } = await bare(story, ben);
    socket.send(frame.step2(Y.encodeStateAsUpdate(other.doc)));
    await until(() => writer.text === 'Hers. His.', 'his words');
    await other.back();
    await converge(writer, other);
  });

  test('a person may have many ids: what was typed yesterday in another tab merges', async () => {
    const { story, writer } = await opened();
    const yesterday = new Y.Doc();
    Y.applyUpdate(yesterday, Y.encodeStateAsUpdate(writer.doc));
    paragraphsOf(yesterday)[0]?.insert(0, 'Yesterday. ');
    const tab = new Writer(newsroom, story.id, ana, { doc: yesterday });
    here.push(tab);
    await tab.synced();
    await until(() => writer.text === 'Yesterday. ', 'the old words');
  });
});

describe('limits, each with its close code', () => {
  test('a message that is too large: 1009', async () => {
    const { story, writer } = await opened();
    const { socket, closed } = await bare(story, ana);
    socket.send(Buffer.alloc(200_001));
    expect(await closed).toBe(1009);
    await writer.saved();
  });

  test('too many changes at once: 1013', async () => {
    const { story } = await opened();
    const { socket, closed } = await bare(story, ana);
    for (let n = 0; n < 500; n += 1) socket.send(hello(7, { n }, n));
    expect(await closed).toBe(1013);
  });

  test('a busy room is no flood: what a stock client sends back of others does not count', async () => {
    const { story, writer } = await opened();
    const { socket, closed } = await bare(story, ben);
    writer.provider.awareness.setLocalState({ at: 'work' });
    await writer.answered();
    for (let clock = 0; clock < 2_000; clock += 1)
      socket.send(hello(writer.doc.clientID, { at: 'home' }, clock));
    socket.send(hello(78, { last: true }));
    await until(() => writer.provider.awareness.getStates().has(78), 'the last frame');
    expect(await Promise.race([closed, 'open'])).toBe('open');
  });

  test('too many windows: 1013', async () => {
    const { story } = await opened([], await newsroom.person('Windows'));
    const eager = await newsroom.person('Eager');
    const open = await Promise.all(Array.from({ length: 6 }, () => bare(story, eager)));
    const seventh = new WebSocket(`${newsroom.url}/${story.id}`, { headers: { [personHeader]: eager.id } });
    sockets.push(seventh);
    expect(await new Promise((resolve) => seventh.on('close', resolve))).toBe(1013);
    expect(open.every(({ socket }) => socket.readyState === WebSocket.OPEN)).toBe(true);
  });

  test('a story that has grown to its limit: the change is refused, and the socket stays', async () => {
    const { story, writer } = await opened();
    writer.type('x'.repeat(100_000));
    await writer.saved();
    writer.type('y'.repeat(100_000));
    writer.mark();
    await until(() => writer.refusals.length > 0, 'the refusal');
    writer.type('z');
    await writer.answered();
    expect(writer.refusals).toEqual(['full']);
    expect(writer.durable).toBe(1);
    expect(writer.closes).toEqual([]);
    expect(paragraphsOf(await newsroom.sync.read(story.id)).toString()).toHaveLength(100_000);
  });

  test('a client that does not read: it is cut off, and the others go on', async () => {
    const busy = await openNewsroom(store, {
      limits: { unreadBytes: 300_000, changesPerSecond: 1e6, changeBurst: 1e6, presenceBytes: 200_000 },
    });
    const { story, writer } = await opened([], ana, busy);
    const { socket, closed } = await bare(story, ben, busy);
    socket.send(hello(77, { at: 'work' }));
    const benIsHere = () => writer.provider.awareness.getStates().has(77);
    await until(benIsHere, 'the presence');
    socket.pause();
    // As much as the buffers of the two sockets take, and then some.
    const state = 'p'.repeat(100_000);
    await until(async () => {
      for (let n = 0; n < 10; n += 1) writer.provider.awareness.setLocalState({ state, n });
      await writer.answered();
      return !benIsHere();
    }, 'the cut');
    socket.resume();
    await closed;
    writer.type('On.');
    await writer.saved();
    writer.leave();
    await busy.close();
  });
});

describe('gaps', () => {
  test('after the first answer, a change that builds on an unsent one of the same writer: 1012', async () => {
    const { story, writer } = await opened();
    const { socket, closed } = await bare(story, ana);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer.doc));
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    paragraphsOf(doc)[0]?.insert(0, 'one ');
    paragraphsOf(doc)[0]?.insert(0, 'two ');
    const [, second] = updates;
    if (!second) throw new Error('no second change');
    socket.send(frame.step2(new Uint8Array([0, 0])));
    socket.send(frame.update(second));
    expect(await closed).toBe(1012);
    expect(await newsroom.rows(story.id)).toBe(0);
  });

  test('before it, such a change is held and judged afterwards, and the marker behind it waits too', async () => {
    const { story, writer } = await opened();
    const { socket, closed } = await bare(story, ana);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer.doc));
    const before = Y.encodeStateVector(doc);
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    paragraphsOf(doc)[0]?.insert(0, 'one ');
    const first = Y.encodeStateAsUpdate(doc, before);
    paragraphsOf(doc)[0]?.insert(0, 'two ');
    const second = updates[1];
    if (!second) throw new Error('no second change');
    const answers: number[] = [];
    socket.on('message', (data: Buffer) => answers.push(data[0] ?? -1));
    socket.send(frame.update(second));
    socket.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, messageType.marker);
        encoding.writeVarUint(encoder, 1);
      }),
    );
    socket.send(hello(9, { at: 'work' }));
    await until(() => answers.includes(messageType.awareness), 'the echo');
    expect(answers).not.toContain(messageType.durable);
    socket.send(frame.step2(first));
    await until(() => answers.includes(messageType.durable), 'the acknowledgement');
    await until(() => writer.text === 'two one ', 'both words');
    // A client that never answers is not waited for without end.
    const silent = await bare(story, ana);
    paragraphsOf(doc)[0]?.insert(0, 'three ');
    paragraphsOf(doc)[0]?.insert(0, 'four ');
    const fourth = updates[3];
    if (!fourth) throw new Error('no fourth change');
    silent.socket.send(frame.update(fourth));
    expect(await silent.closed).toBe(1012);
    expect(await Promise.race([closed, 'open'])).toBe('open');
  });
});
