import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { seedUpdate } from '#document';
import { personId, storyId, type Person, type PersonId, type StoryId } from '#protocol';
import type { Db, Store } from '#server/store';
import { createSync, type Sync, type SyncOptions } from '..';

/** A real server of the sockets alone, with people and stories in a real database. Who is asking stands in a header. */
export interface Newsroom {
  sync: Sync;
  db: Db;
  url: string;
  /** what `access` answers, by person; 'write' where nothing is said */
  rights: Map<PersonId, 'write' | 'read' | 'none'>;
  committed: { story: StoryId; person: PersonId }[];
  person(name: string): Promise<Person>;
  story(by: Person, paragraphs?: readonly string[]): Promise<{ id: StoryId; epoch: string }>;
  rows(story: StoryId): Promise<number>;
  close(): Promise<void>;
}

export const personHeader = 'x-person';

export async function openNewsroom(
  store: Pick<Store, 'db' | 'connection' | 'embedded'>,
  options: Partial<SyncOptions> & { port?: number } = {},
): Promise<Newsroom> {
  const { db } = store;
  const rights: Newsroom['rights'] = new Map();
  const committed: Newsroom['committed'] = [];
  const sync = createSync({
    store,
    identify: (request) => identify(db, request),
    originAllowed: (request) => request.headers.origin !== 'https://elsewhere.test',
    access: async (person) => rights.get(person.id) ?? 'write',
    onCommitted: (story, person) => committed.push({ story, person }),
    log: pino({ level: 'silent' }),
    ...options,
  });
  const server = createServer((_, response) => response.writeHead(404).end());
  server.on('upgrade', (request, socket, head) => sync.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    sync,
    db,
    url: `ws://127.0.0.1:${port}/collab`,
    rights,
    committed,
    person: (name) => makePerson(db, name),
    story: (by, paragraphs = []) => makeStory(db, sync, by, paragraphs),
    async rows(story) {
      const { count } = await db
        .selectFrom('sync_row')
        .select((row) => row.fn.countAll<string>().as('count'))
        .where('story_id', '=', story)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async close() {
      await sync.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function identify(db: Db, request: IncomingMessage): Promise<{ person: Person } | null> {
  const id = personId.safeParse(request.headers[personHeader]);
  if (!id.success) return null;
  const row = await db.selectFrom('person').selectAll().where('id', '=', id.data).executeTakeFirst();
  return row && row.disabled_at === null ? { person: row } : null;
}

export async function makePerson(db: Db, name: string): Promise<Person> {
  const colour = `#${randomBytes(3).toString('hex')}`;
  const person: Person = {
    id: personId.parse(uuidv7()),
    name,
    email: `${name.toLowerCase()}.${randomBytes(3).toString('hex')}@newsroom.test`,
    roles: ['writer'],
    colour,
  };
  await db
    .insertInto('person')
    .values({ ...person, roles: [...person.roles] })
    .execute();
  return person;
}

export async function makeStory(
  db: Db,
  sync: Sync,
  by: Person,
  paragraphs: readonly string[],
): Promise<{ id: StoryId; epoch: string }> {
  const id = storyId.parse(uuidv7());
  const epoch = randomUUID();
  const shortId = randomBytes(4).toString('hex');
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('story')
      .values({ id, short_id: shortId, uri: `tag:newsroom.test,2026:${id}`, epoch, created_by: by.id })
      .execute();
    await sync.seed(trx, id, epoch, seedUpdate({ paragraphs }));
  });
  return { id, epoch };
}
