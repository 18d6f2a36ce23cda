import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { BODY } from '#document';
import type { Person } from '#protocol';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
import { compact } from './compaction';
import { readStored } from './stored';
import { openNewsroom, type Newsroom } from './testing/newsroom';
import { Obstacle } from './testing/obstacle';
import { converge, paragraphsOf, until, Writer } from './testing/writer';

let store: Store;
let newsroom: Newsroom;
let ana: Person;
let ben: Person;
const here: Writer[] = [];

beforeAll(async () => {
  store = await testStore();
  newsroom = await openNewsroom(store, { limits: { queueMs: 2_000, graceMs: 50 } });
  ana = await newsroom.person('Ana');
  ben = await newsroom.person('Ben');
});
afterEach(() => here.splice(0).forEach((writer) => writer.leave()));
afterAll(async () => {
  await newsroom.close();
  await store.close();
});

async function pair(paragraphs: string[] = []) {
  const story = await newsroom.story(ana, paragraphs);
  const join = (person: Person) => {
    const writer = new Writer(newsroom, story.id, person, { client: 'ours', epoch: story.epoch });
    here.push(writer);
    return writer;
  };
  const [a, b] = await Promise.all([join(ana).synced(), join(ben).synced()]);
  return { story, a, b, join };
}

describe('nothing is seen or called saved before it is committed', () => {
  test.each([
    ['typing', (writer: Writer) => writer.type('!')],
    ['only deleting', (writer: Writer) => writer.erase(0, 4)],
    ['only making bold', (writer: Writer) => writer.bold(0, 4)],
  ])('%s', async (_, change) => {
    const { story, a, b, join } = await pair(['Four words of text.']);
    const before = JSON.stringify(b.doc.getXmlFragment(BODY));
    const obstacle = await Obstacle.onStory(store, story.id);
    change(a);
    const marker = a.mark();
    await obstacle.hit();
    // Whatever the server might answer too early comes before its answer to this question.
    const late = join(ben);
    await until(() => late.provider.wsconnected, 'a third socket');
    await a.answered();
    expect(a.durable).toBe(0);
    expect(JSON.stringify(b.doc.getXmlFragment(BODY))).toBe(before);
    expect(late.provider.synced).toBe(false);
    await obstacle.lift();
    await until(() => a.durable >= marker, 'the acknowledgement');
    await late.synced();
    await converge(a, b, late);
    expect(JSON.stringify(b.doc.getXmlFragment(BODY))).not.toBe(before);
  });

  test('a read waits for what is under way', async () => {
    const { story, a } = await pair();
    const obstacle = await Obstacle.onStory(store, story.id);
    a.type('Under way.');
    await obstacle.hit();
    let document: Y.Doc | null = null;
    const reading = newsroom.sync.read(story.id).then((read) => (document = read));
    await a.answered();
    expect(document).toBeNull();
    await obstacle.lift();
    expect(paragraphsOf(await reading).toString()).toContain('Under way.');
  });
});

describe('the database fails', () => {
  test('a connection that breaks during the commit: it is sent again, and lands once', async () => {
    const { story, a, b } = await pair();
    const obstacle = await Obstacle.onStory(store, story.id);
    a.type('Once.');
    const marker = a.mark();
    await obstacle.break(await obstacle.hit());
    await obstacle.lift();
    await until(() => a.durable >= marker, 'the acknowledgement');
    await converge(a, b);
    expect(await newsroom.rows(story.id)).toBe(1);
    expect(a.closes).toEqual([]);
  });

  test('it stays away: nothing is called saved, the room closes with 1013, and the text comes back with its writer', async () => {
    const { story, a, b } = await pair();
    const obstacle = await Obstacle.onStory(store, story.id);
    a.type('Waits.');
    a.mark();
    await until(() => a.closes.length > 0 && b.closes.length > 0, 'the room to close');
    expect(a.closes[0]).toMatchObject({ code: 1013 });
    expect(a.durable).toBe(0);
    expect(b.text).toBe('');
    await obstacle.lift();
    await until(() => a.provider.synced && b.provider.synced, 'both to come back');
    await a.saved();
    await converge(a, b);
    expect(b.text).toBe('Waits.');
  });

  test('so much waits for it that memory would fill: who sends more is asked to come back later, and loses nothing', async () => {
    const narrow = await openNewsroom(store, { limits: { queueBytes: 50_000 } });
    const story = await narrow.story(ana);
    const a = await new Writer(narrow, story.id, ana, { client: 'ours' }).synced();
    const obstacle = await Obstacle.onStory(store, story.id);
    a.type('x'.repeat(40_000));
    await obstacle.hit();
    a.type('y'.repeat(40_000));
    await until(() => a.closes.length > 0, 'the close');
    expect(a.closes[0]).toMatchObject({ code: 1013 });
    await obstacle.lift();
    await until(() => a.provider.synced, 'the return');
    await a.saved();
    const document = await narrow.sync.read(story.id);
    expect(paragraphsOf(document).toString()).toBe('x'.repeat(40_000) + 'y'.repeat(40_000));
    a.leave();
    await narrow.close();
  });

  test('one bad row among several stories costs its own story only', async () => {
    const good = await pair();
    const bad = await pair();
    const gone = await newsroom.person('Gone');
    const ghost = new Writer(newsroom, bad.story.id, gone);
    here.push(ghost);
    await ghost.synced();
    await store.db.deleteFrom('person').where('id', '=', gone.id).execute();
    const obstacle = await Obstacle.onStory(store, good.story.id);
    good.a.type('First. ');
    await obstacle.hit();
    // These two wait behind it and go in one batch.
    good.b.type('Second.');
    ghost.type('Nobody wrote this.');
    await Promise.all([good.b.answered(), ghost.answered()]);
    await obstacle.lift();
    await until(() => bad.a.closes.length > 0, 'the guilty room to close');
    await good.b.saved();
    await converge(good.a, good.b);
    expect(good.a.closes).toEqual([]);
    expect(bad.a.closes[0]).toMatchObject({ code: 1013 });
    await until(() => bad.b.provider.synced, 'the return');
    expect(bad.b.text).toBe('');
  });

  test('the story was rebuilt: no row of the old epoch lands, and its sockets close for good', async () => {
    const { story, a, b } = await pair();
    a.type('Before. ');
    await a.saved();
    const purge = await Obstacle.onStory(store, story.id);
    a.type('Too late.');
    const marker = a.mark();
    await purge.hit();
    await purge.rebuild(story.id, randomUUID());
    await until(() => a.closes.length > 0 && b.closes.length > 0, 'the closes');
    expect([a.closes, b.closes]).toMatchObject([[{ code: 4410 }], [{ code: 4410 }]]);
    expect(await newsroom.rows(story.id)).toBe(1);
    expect(a.durable).toBeLessThan(marker);
  });

  test('a stock client that brings an id of the old epoch is turned away before its words are doubled', async () => {
    const { story, a } = await pair();
    a.type('Purged.');
    await a.saved();
    const epoch = randomUUID();
    await store.db.transaction().execute(async (trx) => {
      await trx.updateTable('story').set({ epoch }).where('id', '=', story.id).execute();
      await trx.deleteFrom('sync_row').where('story_id', '=', story.id).execute();
      await trx.deleteFrom('sync_snapshot').where('story_id', '=', story.id).execute();
      await newsroom.sync.seed(trx, story.id, epoch, Y.encodeStateAsUpdate(new Y.Doc()));
    });
    await newsroom.sync.recheck({ story: story.id });
    await until(() => a.closes.length > 0, 'the tabs that are open to close');
    const sleeper = new Writer(newsroom, story.id, ana, { doc: a.doc });
    here.push(sleeper);
    await until(() => sleeper.closes.length > 0, 'the close');
    expect(sleeper.closes).toMatchObject([{ code: 4410 }]);
    expect(await newsroom.rows(story.id)).toBe(0);
  });
});

describe('the log', () => {
  test('a restarted node counts from one again, and its rows still land', async () => {
    const story = await newsroom.story(ana);
    for (const words of ['First. ', 'Second.']) {
      const started = await openNewsroom(store);
      const writer = await new Writer(started, story.id, ben, { client: 'ours' }).synced();
      writer.type(words);
      await writer.saved();
      writer.leave();
      await started.close();
    }
    expect(await newsroom.rows(story.id)).toBe(2);
    expect(paragraphsOf(await newsroom.sync.read(story.id)).toString()).toBe('First. Second.');
  });

  test('a row with a lower id that is committed after a compaction is not lost', async () => {
    const story = await newsroom.story(ana);
    const doc = (await readStored(store.db, story.id))?.doc;
    if (!doc) throw new Error('no document');
    const node = randomUUID();
    const row = (seq: number, words: string) => {
      const before = Y.encodeStateVector(doc);
      paragraphsOf(doc)[0]?.insert(0, words);
      const bytes = Buffer.from(Y.encodeStateAsUpdate(doc, before));
      return { story_id: story.id, epoch: story.epoch, node, node_seq: seq, person_id: ana.id, bytes };
    };
    const [low, high] = [row(1, 'low '), row(2, 'high ')];
    const slow = await store.db.startTransaction().execute();
    await slow.insertInto('sync_row').values(low).execute();
    await store.db.insertInto('sync_row').values(high).execute();
    // The later row builds on one that is not there yet: such a log stays as it is.
    expect((await compact(store.db, story.id)).moved).toBe(0);
    await slow.commit().execute();
    expect((await compact(store.db, story.id)).moved).toBe(2);
    const after = await readStored(store.db, story.id);
    expect(after && paragraphsOf(after.doc).toString()).toBe('high low ');
    expect(after?.rows).toBe(0);
  });

  test('a compaction moves what it has read, and leaves an independent row that was committed meanwhile', async () => {
    const story = await newsroom.story(ana);
    const base = await readStored(store.db, story.id);
    if (!base) throw new Error('no document');
    const node = randomUUID();
    const row = (seq: number, words: string) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(base.doc));
      const before = Y.encodeStateVector(doc);
      paragraphsOf(doc)[0]?.insert(0, words);
      const bytes = Buffer.from(Y.encodeStateAsUpdate(doc, before));
      return { story_id: story.id, epoch: story.epoch, node, node_seq: seq, person_id: ana.id, bytes };
    };
    const slow = await store.db.startTransaction().execute();
    await slow.insertInto('sync_row').values(row(1, 'slow ')).execute();
    await store.db.insertInto('sync_row').values(row(2, 'quick ')).execute();
    // The compaction has read the rows, and waits before it moves them, when the lower one is committed.
    const obstacle = await Obstacle.onSnapshot(store, story.id);
    const folding = compact(store.db, story.id);
    await obstacle.hit();
    await slow.commit().execute();
    await obstacle.lift();
    expect((await folding).moved).toBe(1);
    const after = await readStored(store.db, story.id);
    expect(after?.rows).toBe(1);
    const words = after ? paragraphsOf(after.doc).toString() : '';
    expect(words).toContain('slow ');
    expect(words).toContain('quick ');
    const archived = await store.db
      .selectFrom('sync_archive')
      .select('id')
      .where('story_id', '=', story.id)
      .execute();
    expect(archived).toHaveLength(1);
  });
});

describe('a reconnect', () => {
  test('200 changes made offline, then typing without pause while the story loads slowly', async () => {
    const { story, a, b } = await pair();
    a.type('>');
    await a.saved();
    await converge(a, b);
    a.delay();
    b.delay();
    for (let n = 0; n < 200; n += 1) a.type('x');
    await until(async () => (await newsroom.rows(story.id)) === 0, 'the room to unload');
    const obstacle = await Obstacle.onLoading(store);
    a.provider.connect();
    await until(() => a.provider.wsconnected, 'the socket');
    let typed = 0;
    const typing = setInterval(() => {
      a.type('y');
      typed += 1;
    }, 2);
    await obstacle.hit();
    await until(() => typed >= 50, 'typing while it loads');
    await obstacle.lift();
    await until(() => a.provider.synced && typed >= 100, 'typing after it has loaded');
    clearInterval(typing);
    await a.saved();
    await b.back();
    await converge(a, b);
    expect(b.text).toBe('>' + 'x'.repeat(200) + 'y'.repeat(typed));
    expect(a.closes).toEqual([]);
  });
});
