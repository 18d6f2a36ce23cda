import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { messageType, type Person } from '#protocol';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
import { frame } from './frame';
import { openNewsroom, personHeader, type Newsroom } from './testing/newsroom';
import { paragraphsOf, until, Writer } from './testing/writer';

let store: Store;
let newsroom: Newsroom;
let ana: Person;
let story: Awaited<ReturnType<Newsroom['story']>>;
let writer: Writer;

beforeAll(async () => {
  store = await testStore();
  newsroom = await openNewsroom(store);
  ana = await newsroom.person('Ana');
  story = await newsroom.story(ana, ['The room is unharmed.']);
  writer = await new Writer(newsroom, story.id, ana, { client: 'ours' }).synced();
});
afterAll(async () => {
  writer.leave();
  await newsroom.close();
  await store.close();
});

/** Sends frames from a socket of the same person, and returns its close code, or null where it stays open. */
async function send(frames: readonly (Uint8Array | string)[]): Promise<number | null> {
  const socket = new WebSocket(`${newsroom.url}/${story.id}`, { headers: { [personHeader]: ana.id } });
  let code: number | null = null;
  let asked = false;
  socket.on('error', () => {});
  socket.on('close', (closed) => (code = closed));
  socket.on('ping', () => {});
  socket.on('pong', () => (asked = true));
  await new Promise((resolve) => socket.once('open', resolve));
  for (const bytes of frames) socket.send(bytes);
  socket.ping();
  await until(() => code !== null || asked, 'an answer');
  const open = code;
  socket.terminate();
  return open;
}

/** The room is as it was: the writer is still in it, types, and reads back what the database has. */
async function unharmed(): Promise<void> {
  expect(writer.closes).toEqual([]);
  writer.type('.');
  await writer.saved();
  const document = await newsroom.sync.read(story.id);
  expect(document.getXmlFragment('body').toString()).toBe(writer.doc.getXmlFragment('body').toString());
  document.destroy();
}

/** A change by a new client on top of the story, as its parts. */
function change(): { update: Uint8Array; client: number } {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer.doc));
  const before = Y.encodeStateVector(doc);
  paragraphsOf(doc)[0]?.insert(3, 'abc');
  paragraphsOf(doc)[0]?.format(0, 4, { bold: true });
  paragraphsOf(doc)[0]?.delete(1, 2);
  return { update: Y.encodeStateAsUpdate(doc, before), client: doc.clientID };
}

describe('what no client should send', () => {
  test.each<[string, (Uint8Array | string)[]]>([
    ['text instead of bytes', ['hello']],
    ['a length that lies', [new Uint8Array([messageType.sync, 2, 255, 255, 3, 1])]],
    ['a number without an end', [new Uint8Array([messageType.sync, 0, 5, 255, 255, 255, 255, 255])]],
    [
      'a state vector of a million clients in five bytes',
      [frame.step1(new Uint8Array([192, 132, 61, 1, 1]))],
    ],
    ['presence that is no JSON', [frame.awareness(new Uint8Array([1, 1, 1, 2, 123, 123]))]],
    ['presence that is a number', [frame.awareness(new Uint8Array([1, 1, 1, 1, 55]))]],
    ['a struct of no length', [frame.update(new Uint8Array([1, 1, 9, 0, 0, 0, 0]))]],
    [
      'a struct that refers to one behind it',
      [frame.update(new Uint8Array([1, 1, 9, 0, 0x84, 9, 5, 1, 97, 0]))],
    ],
    [
      'a client that is listed twice',
      [frame.update(new Uint8Array([3, 1, 9, 0, 0, 1, 1, 8, 0, 0, 1, 1, 9, 1, 0, 1, 0]))],
    ],
    ['an update that ends in its middle', [frame.update(change0())]],
  ])('%s: the socket closes with 1002', async (_, frames) => {
    expect(await send(frames)).toBe(1002);
    await unharmed();
  });

  function change0(): Uint8Array {
    const doc = new Y.Doc();
    doc.getText('t').insert(0, 'some text that is cut off');
    return Y.encodeStateAsUpdate(doc).subarray(0, 20);
  }

  test('messages of no known type are passed over', async () => {
    expect(await send([new Uint8Array([77, 1, 2, 3]), new Uint8Array([messageType.sync, 9])])).toBeNull();
  });

  test('a fuzz of broken frames never harms the room', async () => {
    const whole = fc.constantFrom(
      'update' as const,
      'step2' as const,
      'step1' as const,
      'awareness' as const,
    );
    const damage = fc.array(fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) }), {
      maxLength: 4,
    });
    const broken = fc.record({ kind: whole, damage, cut: fc.option(fc.nat()) });
    const noise = fc.uint8Array({ minLength: 0, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(broken, noise), { minLength: 1, maxLength: 6 }), async (kinds) => {
        const frames = kinds.map((kind) => {
          if (kind instanceof Uint8Array) return kind;
          const { update } = change();
          const inner =
            kind.kind === 'step1'
              ? Y.encodeStateVector(writer.doc)
              : kind.kind === 'awareness'
                ? new Uint8Array([1, 7, 1, 2, 123, 125])
                : update;
          const bytes = Uint8Array.from(inner);
          for (const { at, to } of kind.damage) bytes[at % bytes.length] = to;
          return frame[kind.kind](kind.cut === null ? bytes : bytes.subarray(0, kind.cut % bytes.length));
        });
        await send(frames);
        expect(writer.closes).toEqual([]);
      }),
      { numRuns: 400, seed: 20261124 },
    );
    await unharmed();
    // And what the log now holds can be read by the next one to come.
    const fresh = await new Writer(newsroom, story.id, ana).synced();
    await until(() => fresh.text === writer.text, 'the same text');
    expect(fresh.doc.store.pendingStructs).toBeNull();
    fresh.leave();
  });
});
