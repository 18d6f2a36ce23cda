import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Person, StoryId } from '#protocol';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
import { notifyAccess } from '.';
import { openNewsroom, type Newsroom } from './testing/newsroom';
import { converge, until, Writer } from './testing/writer';

let store: Store;
let newsroom: Newsroom;
let ana: Person;
let ben: Person;
const here: Writer[] = [];

beforeAll(async () => {
  store = await testStore();
  newsroom = await openNewsroom(store, { limits: { graceMs: 50 } });
  ana = await newsroom.person('Ana');
  ben = await newsroom.person('Ben');
});
afterEach(() => here.splice(0).forEach((writer) => writer.leave()));
afterAll(async () => {
  await newsroom.close();
  await store.close();
});

function join(story: { id: StoryId }, person: Person | null, options = {}): Writer {
  const writer = new Writer(newsroom, story.id, person, options);
  here.push(writer);
  return writer;
}

async function pair(paragraphs: string[] = []) {
  const story = await newsroom.story(ana, paragraphs);
  const [a, b] = await Promise.all([join(story, ana).synced(), join(story, ben).synced()]);
  return { story, a, b };
}

describe('two people write one story', () => {
  test('both type at once, and both read the same', async () => {
    const { a, b } = await pair();
    a.type('The mayor resigned. ');
    b.type('The council meets today. ');
    await until(() => a.text.includes('council') && b.text.includes('mayor'), 'each to read the other');
    await converge(a, b);
    expect(a.text).toHaveLength('The mayor resigned. The council meets today. '.length);
  });

  test('what is written while the network is away comes together afterwards', async () => {
    const { a, b } = await pair(['The bridge closed.']);
    a.delay();
    for (const letter of ' It reopens on Monday.') a.type(letter);
    b.type('On Sunday: ', 0).enter().type('More follows.');
    await a.back();
    await converge(a, b);
    expect(a.text).toBe('On Sunday: The bridge closed. It reopens on Monday.\nMore follows.');
  });

  test('undo takes back what one wrote oneself, and nothing of the other', async () => {
    const { a, b } = await pair();
    a.type('Ana wrote this. ');
    await converge(a, b);
    b.type('Ben wrote that.');
    await converge(a, b);
    a.undo();
    await until(() => b.text === 'Ben wrote that.', 'the undo');
    await converge(a, b);
  });

  test('both press enter and type into the first, empty paragraph', async () => {
    const { a, b } = await pair();
    a.type('a').enter().type('aa');
    b.type('b').enter().type('bb');
    await until(() => [a, b].every(({ text }) => text.includes('aa') && text.includes('bb')), 'both');
    await converge(a, b);
    expect([...a.text.replaceAll('\n', '')].sort().join('')).toBe('aaabbb');
  });

  test('somebody who comes later reads all of it, also after the story was unloaded', async () => {
    const { story, a, b } = await pair();
    a.type('Kept.');
    await converge(a, b);
    here.splice(0).forEach((writer) => writer.leave());
    await until(async () => (await newsroom.rows(story.id)) === 0, 'the log to be folded into the snapshot');
    const later = await join(story, ben).synced();
    expect(later.text).toBe('Kept.');
    const document = await newsroom.sync.read(story.id);
    expect(document.getXmlFragment('body').toString()).toContain('Kept.');
  });

  test('those who add text become authors, those who only delete do not', async () => {
    const { story, a, b } = await pair(['Too long a sentence.']);
    b.erase(0, 4);
    await converge(a, b);
    a.type(' Fine.');
    await converge(a, b);
    const authors = await store.db
      .selectFrom('story_author')
      .select('person_id')
      .where('story_id', '=', story.id)
      .execute();
    expect(authors).toEqual([{ person_id: ana.id }]);
    expect(newsroom.committed).toContainEqual({ story: story.id, person: ben.id });
  });
});

describe('coming again costs nothing', () => {
  test('500 reconnects to an unchanged story with deletions add no row', async () => {
    const { story, a, b } = await pair(['A paragraph that loses every other letter.']);
    for (let at = 20; at > 0; at -= 2) a.erase(at, 1);
    a.bold(0, 5).bold(2, 5, false);
    await converge(a, b);
    const before = await newsroom.rows(story.id);
    for (let round = 0; round < 250; round += 1) {
      a.delay();
      b.delay();
      await Promise.all([a.back(), b.back()]);
    }
    await newsroom.sync.read(story.id);
    expect(await newsroom.rows(story.id)).toBe(before);
  });

  test('a reader joins a story with deletions, again and again, and is never refused', async () => {
    const cleo = await newsroom.person('Cleo');
    newsroom.rights.set(cleo.id, 'read');
    const { story, a } = await pair(['A paragraph that loses every other letter.']);
    for (let at = 20; at > 0; at -= 2) a.erase(at, 1);
    const reader = await join(story, cleo, { client: 'ours' }).synced();
    for (let round = 0; round < 20; round += 1) await reader.delay().back();
    await converge(a, reader);
    expect(reader.refusals).toEqual([]);
    expect(reader.closes).toEqual([]);
  });
});

describe('who may come in', () => {
  test.each([
    ['a stranger', null, {}, 4401],
    ['an editor that is too old', 'Dora', { client: 'ours', schema: 0 }, 4409],
    [
      'a tab of another epoch',
      'Dora',
      { client: 'ours', epoch: '5b1c1d0e-2b0e-4c43-9f5e-4f5c2a1f0a11' },
      4410,
    ],
  ])('%s is turned away for good', async (_, name, options, code) => {
    const story = await newsroom.story(ana);
    const writer = join(story, name === null ? null : await newsroom.person(name), options);
    await until(() => writer.closes.length > 0, 'the close');
    expect(writer.closes).toMatchObject([{ code }]);
    expect(writer.provider.shouldConnect).toBe(false);
  });

  test('a story that one may not see and one that is not there look the same', async () => {
    const eve = await newsroom.person('Eve');
    newsroom.rights.set(eve.id, 'none');
    const story = await newsroom.story(ana);
    const closed = join(story, eve);
    const missing = join({ id: ana.id as unknown as StoryId }, ben);
    await until(() => closed.closes.length > 0 && missing.closes.length > 0, 'the closes');
    expect(closed.closes).toEqual(missing.closes);
    expect(closed.closes).toMatchObject([{ code: 4404 }]);
  });

  test('what a reader sends is dropped and answered once; the socket stays', async () => {
    const finn = await newsroom.person('Finn');
    newsroom.rights.set(finn.id, 'read');
    const story = await newsroom.story(ana, ['Text.']);
    const reader = await join(story, finn, { client: 'ours' }).synced();
    const writer = await join(story, ana).synced();
    reader.type(' Mine.').type(' And mine.');
    reader.mark();
    await until(() => reader.refusals.length > 0, 'the refusal');
    writer.type(' Hers.');
    await until(() => reader.text.includes('Hers.'), 'the reader to read on');
    expect(reader.refusals).toEqual(['read-only']);
    expect(reader.durable).toBe(0);
    expect(writer.text).toBe('Text. Hers.');
    expect(reader.closes).toEqual([]);
  });

  test('a demoted writer is closed at once, comes back as a reader and reads on', async () => {
    const gus = await newsroom.person('Gus');
    const story = await newsroom.story(ana);
    const writer = await join(story, gus, { client: 'ours' }).synced();
    writer.type('Before.');
    await writer.saved();
    newsroom.rights.set(gus.id, 'read');
    await newsroom.sync.recheck({ person: gus.id });
    await until(() => writer.closes.length === 1 && writer.provider.synced, 'the return');
    expect(writer.closes).toMatchObject([{ code: 1012 }]);
    expect(writer.text).toBe('Before.');
    expect(writer.refusals).toEqual([]);
  });

  test('somebody whose session is gone is closed, and turned away when they come back', async () => {
    const hal = await newsroom.person('Hal');
    const story = await newsroom.story(ana);
    const writer = await join(story, hal).synced();
    await store.db.updateTable('person').set({ disabled_at: new Date() }).where('id', '=', hal.id).execute();
    await newsroom.sync.recheck('all');
    await until(() => writer.closes.length === 2, 'both closes');
    expect(writer.closes.map(({ code }) => code)).toEqual([1012, 4401]);
  });

  test('a right that is taken away by another process bites here, too, and so does one that waited for us to listen', async () => {
    const ida = await newsroom.person('Ida');
    const story = await newsroom.story(ana);
    const writer = await join(story, ida).synced();
    await store.db.transaction().execute(async (trx) => {
      await trx.updateTable('person').set({ disabled_at: new Date() }).where('id', '=', ida.id).execute();
      await notifyAccess(trx, { person: ida.id });
    });
    await until(() => writer.closes.length === 2, 'both closes');
    expect(writer.closes.map(({ code }) => code)).toEqual([1012, 4401]);

    const jan = await newsroom.person('Jan');
    const second = await join(story, jan).synced();
    await store.db.updateTable('person').set({ disabled_at: new Date() }).where('id', '=', jan.id).execute();
    const { rows } = await sql<{ cut: boolean }>`
      select pg_terminate_backend(pid) as cut from pg_stat_activity
      where datname = current_database() and query like 'listen %'
    `.execute(store.db);
    expect(rows).toEqual([{ cut: true }]);
    await until(() => second.closes.length === 2, 'both closes');
    expect(second.closes.map(({ code }) => code)).toEqual([1012, 4401]);
  });

  test('a story that cannot be read is never taken for an empty one: 1013, until it can be', async () => {
    const story = await newsroom.story(ana, ['Still here.']);
    const kept = await store.db
      .deleteFrom('sync_snapshot')
      .where('story_id', '=', story.id)
      .returningAll()
      .execute();
    const writer = join(story, ana);
    await until(() => writer.closes.length > 0, 'the close');
    expect(writer.closes[0]).toMatchObject({ code: 1013 });
    await store.db.insertInto('sync_snapshot').values(kept).execute();
    await writer.synced();
    expect(writer.text).toBe('Still here.');
  });

  test('a story that is deleted while it is open: 4404', async () => {
    const story = await newsroom.story(ana);
    const writer = await join(story, ana).synced();
    await store.db.deleteFrom('story').where('id', '=', story.id).execute();
    await newsroom.sync.recheck({ story: story.id });
    await until(() => writer.closes.length > 0, 'the close');
    expect(writer.closes).toMatchObject([{ code: 4404 }]);
  });

  test('an upgrade from a foreign page is refused before it becomes a socket', async () => {
    const story = await newsroom.story(ana);
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(`${newsroom.url}/${story.id}`, { origin: 'https://elsewhere.test' });
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', resolve);
    });
    expect(status).toBe(403);
  });
});
