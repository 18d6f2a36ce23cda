import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { BODY } from '#document';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
import { openNewsroom, type Newsroom } from './testing/newsroom';
import { converge, paragraphsOf, plain, until, Writer } from './testing/writer';

let store: Store;
let newsroom: Newsroom;
let second: Newsroom;

beforeAll(async () => {
  store = await testStore();
  const limits = { graceMs: 20, compactRows: 40 };
  newsroom = await openNewsroom(store, { limits });
  second = await openNewsroom(store, { limits });
});
afterAll(async () => {
  await newsroom.close();
  await second.close();
  await store.close();
});

/** Mulberry32: the same seed gives the same writers the same ideas. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** Words that are typed once and never deleted by others: they must all be there at the end. */
let wordCount = 0;
const word = (name: string) => `${name}${(wordCount += 1)};`;

/** One thing that a writer does. `kept` collects the words that nobody may lose. */
function act(
  writer: Writer,
  name: string,
  roll: (below: number) => number,
  kept: string[],
  nodes: readonly Newsroom[],
): void {
  const texts = paragraphsOf(writer.doc);
  const text = texts[roll(texts.length)];
  const body = writer.doc.getXmlFragment(BODY);
  const own = () => {
    // An own paragraph: only its author deletes in it, so what is in it has an owner who knows.
    const paragraph = new Y.XmlElement('paragraph');
    const words = word(name);
    paragraph.insert(0, [new Y.XmlText(words)]);
    body.insert(roll(body.length + 1), [paragraph]);
    kept.push(words);
  };
  switch (roll(8)) {
    case 0:
      return own();
    case 1: {
      // Typed and taken back: the undo touches nobody else's words.
      text?.insert(roll(text.length + 1), '~');
      writer.undo();
      return;
    }
    case 2: {
      const length = text?.length ?? 0;
      if (length > 0) text?.format(roll(length), 1, { bold: roll(2) === 0 ? true : null });
      return;
    }
    case 3: {
      // Deletes only what no one counts on.
      const at = text ? plain(text).indexOf('~') : -1;
      if (at >= 0) text?.delete(at, 1);
      return;
    }
    case 4:
      // A paste: several paragraphs at once.
      return writer.doc.transact(() => Array.from({ length: 3 }).forEach(own));
    case 5:
      if (writer.provider.wsconnected && roll(4) === 0) writer.delay();
      else if (!writer.provider.wsconnected) {
        writer.moveTo(nodes[roll(nodes.length)] ?? newsroom).provider.connect();
      }
      return;
    default: {
      const words = word(name);
      // At an end: in the middle it would split a word that somebody else's test looks for.
      text?.insert(roll(2) === 0 ? 0 : text.length, words);
      if (text) kept.push(words);
    }
  }
}

describe.each([1, 2])('three robots write, go away and come back, on %i node(s)', (count) => {
  test.each([1, 2, 3])('seed %i: they converge, and no word is lost or doubled', async (seed) => {
    const nodes = [newsroom, second].slice(0, count);
    const people = await Promise.all(['A', 'B', 'C'].map((name) => newsroom.person(name)));
    const [first] = people;
    if (!first) throw new Error('nobody');
    const story = await newsroom.story(first);
    const writers = await Promise.all(
      people.map((person, nth) =>
        new Writer(nodes[nth % count] ?? newsroom, story.id, person, { client: 'ours' }).synced(),
      ),
    );
    const roll = dice(seed);
    const kept: string[] = [];
    for (let step = 0; step < 400; step += 1) {
      const nth = roll(writers.length);
      const writer = writers[nth];
      if (writer) act(writer, 'abc'[nth] ?? '', roll, kept, nodes);
      // Lets frames travel now and then, so that some changes meet and others do not.
      if (roll(3) === 0) await new Promise((resolve) => setImmediate(resolve));
      if (step % 100 === 99) await newsroom.sync.read(story.id).then((document) => document.destroy());
    }
    for (const writer of writers) writer.provider.connect();
    await Promise.all(writers.map((writer) => writer.synced()));
    await Promise.all(writers.map((writer) => writer.saved()));
    await converge(...writers);
    const [{ text } = { text: '' }] = writers;
    for (const words of kept) expect(text.split(words)).toHaveLength(2);
    expect(writers.flatMap(({ closes }) => closes.filter(({ code }) => code !== 1005))).toEqual([]);

    writers.forEach((writer) => writer.leave());
    await until(async () => (await newsroom.rows(story.id)) === 0, 'the log to be folded');
    const later = await new Writer(newsroom, story.id, first).synced();
    expect(later.text).toBe(text);
    later.leave();
  });
});
