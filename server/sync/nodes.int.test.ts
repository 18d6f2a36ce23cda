import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Person } from '#protocol';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
import { compact } from './compaction';
import { writeRows } from './row';
import { openNewsroom, type Newsroom } from './testing/newsroom';
import { converge, paragraphsOf, until, Writer } from './testing/writer';

let store: Store;
let one: Newsroom;
let two: Newsroom;
let ana: Person;
let ben: Person;
const here: Writer[] = [];

beforeAll(async () => {
  store = await testStore();
  // Nothing is read but on a wake-up or where it is needed: no test passes by waiting for the next round.
  const limits = { followMs: 3_600_000, presenceMs: 20 };
  one = await openNewsroom(store, { limits });
  two = await openNewsroom(store, { limits });
  ana = await one.person('Ana');
  ben = await one.person('Ben');
});
afterEach(() => here.splice(0).forEach((writer) => writer.leave()));
afterAll(async () => {
  await one.close();
  await two.close();
  await store.close();
});

async function join(
  node: Newsroom,
  story: { id: Parameters<Newsroom['rows']>[0] },
  person: Person,
  doc?: Y.Doc,
) {
  const writer = new Writer(node, story.id, person, { client: 'ours', doc });
  here.push(writer);
  return writer.synced();
}

describe('one story on two nodes', () => {
  test('both type, and both read the same', async () => {
    const story = await one.story(ana);
    const [a, b] = [await join(one, story, ana), await join(two, story, ben)];
    for (const letter of 'The mayor resigned. ') a.type(letter);
    for (const letter of 'The council meets. ') b.type(letter);
    await Promise.all([a.saved(), b.saved()]);
    await converge(a, b);
    expect(a.text).toHaveLength('The mayor resigned. The council meets. '.length);
  });

  test('what one node has acknowledged, a read on the other one holds', async () => {
    const story = await one.story(ana);
    const [a] = [await join(one, story, ana), await join(two, story, ben)];
    for (let n = 1; n <= 20; n += 1) {
      a.type('x');
      await a.saved();
      const document = await two.sync.read(story.id);
      expect(paragraphsOf(document).toString()).toBe('x'.repeat(n));
      document.destroy();
    }
  });

  test('edits by two servers work one behind the other', async () => {
    const story = await one.story(ana);
    const [a, b] = [await join(one, story, ana), await join(two, story, ben)];
    const seen: number[] = [];
    const add = (node: Newsroom, n: number) =>
      node.sync.edit(story.id, ben, async (doc) => {
        const text = paragraphsOf(doc)[0];
        seen.push(text?.length ?? -1);
        text?.insert(text.length, `[${n}]`);
      });
    await Promise.all(Array.from({ length: 10 }, (_, n) => add(n % 2 === 0 ? one : two, n)));
    const edits = () => a.text.match(/\[\d\]/g) ?? [];
    await until(() => edits().length === 10, 'all edits');
    await converge(a, b);
    expect(seen).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
    expect(edits().join('')).toBe(a.text);
    two.sync.announce(story.id, 'claims');
    await until(() => a.changed.length > 0 && b.changed.length > 0, 'the news on both nodes');
  });

  test('people see each other, and who leaves is gone', async () => {
    const story = await one.story(ana);
    const [a, b] = [await join(one, story, ana), await join(two, story, ben)];
    b.provider.awareness.setLocalState({ cursor: 1 });
    const seen = (): unknown => a.provider.awareness.getStates().get(b.doc.clientID);
    await until(() => seen() !== undefined, 'the presence');
    await until(() => JSON.stringify(seen()).includes('cursor'), 'the caret');
    expect(seen()).toMatchObject({ user: { name: 'Ben' }, cursor: 1 });
    const late = await join(one, story, ana);
    await until(() => late.provider.awareness.getStates().has(b.doc.clientID), 'the late one to see Ben');
    b.provider.shouldConnect = false;
    b.provider.ws?.close();
    await until(() => seen() === undefined, 'the absence');
  });

  test('a node that was cut off across a compaction has missed nothing', async () => {
    const story = await one.story(ana);
    const [a, b] = [await join(one, story, ana), await join(two, story, ben)];
    a.type('Before. ');
    await until(() => b.text === 'Before. ', 'the first words');
    await silently(story, ana, a.doc, (doc) => paragraphsOf(doc)[0]?.insert(0, 'Meanwhile. '));
    expect((await compact(store.db, story.id)).moved).toBe(2);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen %'
    `.execute(store.db);
    await until(() => [a, b].every(({ text }) => text === 'Meanwhile. Before. '), 'both to catch up');
    await converge(a, b);
  });

  test('a row that is committed after one with a higher id and a later reading', async () => {
    const story = await one.story(ana);
    const b = await join(two, story, ben);
    const slow = await store.db.startTransaction().execute();
    await writeRows(slow, randomUUID(), [
      rowOf(story, ana, b.doc, (doc) => paragraphsOf(doc)[0]?.insert(0, 'slow ')),
    ]);
    const a = await join(one, story, ana);
    a.type('quick ');
    await until(() => b.text === 'quick ', 'the later row');
    await slow.commit().execute();
    const document = await two.sync.read(story.id);
    expect(paragraphsOf(document).toString()).toContain('slow ');
    document.destroy();
    await until(() => b.text.includes('slow '), 'the earlier row');
  });
});

describe('somebody moves to a node that lags behind', () => {
  test("and types on a colleague's words that it has not read yet", async () => {
    const story = await one.story(ana);
    const reader = await join(two, story, ana);
    const words = await silently(story, ana, reader.doc, (doc) => paragraphsOf(doc)[0]?.insert(0, 'Hers. '));
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(reader.doc));
    Y.applyUpdate(doc, words);
    paragraphsOf(doc)[0]?.insert(5, 'His.');
    const b = await join(two, story, ben, doc);
    await b.saved();
    await converge(reader, b);
    expect(b.text).toBe('Hers.His. ');
    expect(b.closes).toEqual([]);
    const owners = await store.db
      .selectFrom('client_owner')
      .select('person_id')
      .where('story_id', '=', story.id)
      .where('client_id', '=', String(b.doc.clientID))
      .execute();
    expect(owners).toEqual([{ person_id: ben.id }]);
  });

  test('as a reader: what it brings back is no attempt to write', async () => {
    const cleo = await one.person('Cleo');
    two.rights.set(cleo.id, 'read');
    const story = await one.story(ana);
    const b = await join(two, story, ben);
    const words = await silently(story, ana, b.doc, (doc) => paragraphsOf(doc)[0]?.insert(0, 'Hers. '));
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(b.doc));
    Y.applyUpdate(doc, words);
    const reader = await join(two, story, cleo, doc);
    await reader.answered();
    await converge(reader, b);
    expect(reader.refusals).toEqual([]);
  });

  test("a new change under a colleague's id is a forgery all the same", async () => {
    const story = await one.story(ana);
    const b = await join(two, story, ben);
    const words = await silently(story, ana, b.doc, (doc) => paragraphsOf(doc)[0]?.insert(0, 'Hers. '));
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(b.doc));
    Y.applyUpdate(doc, words);
    // Goes on where her id ended.
    const [client] = Y.parseUpdateMeta(words).to.keys();
    doc.clientID = client ?? 0;
    paragraphsOf(doc)[0]?.insert(0, 'Forged. ');
    doc.clientID = 1;
    const forger = new Writer(two, story.id, ben, { doc });
    here.push(forger);
    await until(() => forger.closes.length > 0, 'the close');
    expect(forger.closes).toMatchObject([{ code: 4403 }]);
  });
});

function rowOf(
  story: Awaited<ReturnType<Newsroom['story']>>,
  person: Person,
  base: Y.Doc,
  work: (doc: Y.Doc) => void,
) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(base));
  const before = Y.encodeStateVector(doc);
  work(doc);
  const bytes = Y.encodeStateAsUpdate(doc, before);
  const newClients = [doc.clientID];
  doc.destroy();
  return {
    story: story.id,
    epoch: story.epoch,
    seq: 1,
    person: person.id,
    bytes,
    newClients,
    newAuthor: false,
  };
}

/** As a third node would write it, whose wake-up was lost. Returns the change. */
async function silently(
  story: Awaited<ReturnType<Newsroom['story']>>,
  person: Person,
  base: Y.Doc,
  work: (doc: Y.Doc) => void,
): Promise<Uint8Array> {
  const row = rowOf(story, person, base, work);
  await store.db.transaction().execute((trx) => writeRows(trx, randomUUID(), [row]));
  return row.bytes;
}
