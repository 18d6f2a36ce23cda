import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import type { Person } from '#protocol';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
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
  newsroom = await openNewsroom(store);
  ana = await newsroom.person('Ana');
  ben = await newsroom.person('Ben');
});
afterEach(() => here.splice(0).forEach((writer) => writer.leave()));
afterAll(async () => {
  await newsroom.close();
  await store.close();
});

async function opened(paragraphs: string[] = [], client: 'ours' | 'stock' = 'ours') {
  const story = await newsroom.story(ana, paragraphs);
  const writer = new Writer(newsroom, story.id, ana, { client });
  here.push(writer);
  await writer.synced();
  return { story, writer };
}

const insert = (doc: Y.Doc, words: string) => paragraphsOf(doc)[0]?.insert(0, words);

describe('the server edits on behalf of a person', () => {
  test('the change and its rows are there together, and everybody sees the change', async () => {
    const { story, writer } = await opened(['said the mayor.']);
    const result = await newsroom.sync.edit(story.id, ben, async (doc, trx) => {
      insert(doc, '“No,” ');
      await trx.updateTable('story').set({ headline: 'No' }).where('id', '=', story.id).execute();
      return 'done';
    });
    expect(result).toBe('done');
    await until(() => writer.text === '“No,” said the mayor.', 'the edit');
    const owner = await store.db
      .selectFrom('client_owner')
      .select('person_id')
      .where('story_id', '=', story.id)
      .where('person_id', '=', ben.id)
      .execute();
    expect(owner).toHaveLength(1);
    expect(newsroom.committed).toContainEqual({ story: story.id, person: ben.id });
    // What it did can be built on.
    writer.type(' Then he left.');
    await writer.saved();
  });

  test('on a story that nobody has open', async () => {
    const story = await newsroom.story(ana, ['Text.']);
    await newsroom.sync.edit(story.id, ben, async (doc) => insert(doc, 'More '));
    expect(paragraphsOf(await newsroom.sync.read(story.id)).toString()).toBe('More Text.');
  });

  test('an edit that fails leaves neither text nor rows', async () => {
    const { story, writer } = await opened(['Text.']);
    const edit = newsroom.sync.edit(story.id, ben, async (doc, trx) => {
      insert(doc, 'Never ');
      await trx.updateTable('story').set({ headline: 'Never' }).where('id', '=', story.id).execute();
      throw new Error('the words differ');
    });
    await expect(edit).rejects.toThrow('the words differ');
    writer.type(' On.');
    await writer.saved();
    expect(writer.text).toBe('Text. On.');
    expect(writer.closes).toEqual([]);
    expect(paragraphsOf(await newsroom.sync.read(story.id)).toString()).toBe('Text. On.');
    const { headline } = await store.db
      .selectFrom('story')
      .select('headline')
      .where('id', '=', story.id)
      .executeTakeFirstOrThrow();
    expect(headline).toBe('');
  });

  test('an edit that changes no text writes its rows and no change', async () => {
    const { story } = await opened(['Text.']);
    await newsroom.sync.edit(story.id, ben, async (_, trx) =>
      trx.updateTable('story').set({ headline: 'Rows only' }).where('id', '=', story.id).execute(),
    );
    expect(await newsroom.rows(story.id)).toBe(0);
  });

  test('it sees every word that was typed before it, also those that are being committed', async () => {
    const { story, writer } = await opened();
    const obstacle = await Obstacle.onStory(store, story.id);
    writer.type('Just typed.');
    await obstacle.hit();
    const seen = newsroom.sync.edit(story.id, ben, async (doc) => paragraphsOf(doc).toString());
    await obstacle.lift();
    expect(await seen).toBe('Just typed.');
  });

  test('twenty at once, while somebody types: one behind the other, and nothing is lost', async () => {
    const { story, writer } = await opened();
    const seen: string[] = [];
    const edits = Array.from({ length: 20 }, (_, n) =>
      newsroom.sync.edit(story.id, ben, async (doc) => {
        seen.push(paragraphsOf(doc).toString());
        insert(doc, `[${n}]`);
      }),
    );
    for (let n = 0; n < 50; n += 1) writer.type('x');
    await Promise.all(edits);
    await writer.saved();
    await until(() => writer.text.includes('[19]'), 'the last edit');
    expect(writer.text.replaceAll('x', '')).toBe(
      Array.from({ length: 20 }, (_, n) => `[${19 - n}]`).join(''),
    );
    expect(writer.text.match(/x/g)).toHaveLength(50);
    expect(seen[19]).toContain('[18]');
  });

  test('the outcome of its commit is unknown: the room starts anew from what the database says', async () => {
    const { story, writer } = await opened(['Text.']);
    const other = await newsroom.story(ana);
    const obstacle = await Obstacle.onStory(store, story.id);
    const edit = newsroom.sync.edit(story.id, ben, async (doc) => insert(doc, 'Perhaps '));
    const failed = edit.catch((error: Error) => error);
    await obstacle.break(await obstacle.hit());
    await obstacle.lift();
    expect(await failed).toBeInstanceOf(Error);
    await until(() => writer.closes.length === 1 && writer.provider.synced, 'the return');
    expect(writer.closes).toMatchObject([{ code: 1012 }]);
    writer.type(' On.');
    await writer.saved();
    expect(paragraphsOf(await newsroom.sync.read(story.id)).toString()).toBe(writer.text);
    expect((await newsroom.sync.read(other.id)).getXmlFragment('body').length).toBe(1);
  });

  test('a story that is not there', async () => {
    const missing = { code: 'notFound' };
    const { story } = await opened();
    await store.db.deleteFrom('story').where('id', '=', story.id).execute();
    await newsroom.sync.recheck({ story: story.id });
    await expect(newsroom.sync.edit(story.id, ben, async () => {})).rejects.toMatchObject(missing);
    await expect(newsroom.sync.read(story.id)).rejects.toMatchObject(missing);
  });
});

describe('what is beside the text', () => {
  test('our own editors hear that the claims changed; a stock client, which would not know the message, does not', async () => {
    const { story, writer } = await opened();
    const stock = new Writer(newsroom, story.id, ben);
    here.push(stock);
    await stock.synced();
    newsroom.sync.announce(story.id, 'claims');
    await until(() => writer.changed.length > 0, 'the news');
    await stock.answered();
    expect(writer.changed).toEqual(['claims']);
    expect(stock.changed).toEqual([]);
    await converge(writer, stock);
  });
});
