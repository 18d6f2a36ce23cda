import {
  test as base,
  expect,
  type APIRequestContext,
  type BrowserContext,
  type Page,
} from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PersonId } from '#protocol';
import { hashPassword, insertPerson } from '#server/accounts';
import type { Db } from '#server/store';
import { databaseOf, testCluster } from '../server/store/testing/database-of';
import { startWordPress, type SiteAddress } from '../server/publish/testing/wordpress';
import { clusterVariable } from './cluster.setup';
import { startServer, type RunningServer } from './server';

const staff = {
  writer: { name: 'Wren Adeyemi', email: 'writer@news.test', roles: ['writer'] },
  writer2: { name: 'Marta Kowalska', email: 'writer2@news.test', roles: ['writer'] },
  editor: { name: 'Ed Castellanos', email: 'editor@news.test', roles: ['editor'] },
  admin: { name: 'Ada Lindgren', email: 'admin@news.test', roles: ['admin'] },
} as const;
export type StaffName = keyof typeof staff;

/** A newsroom with a server and a database of its own, for the tests of one worker. */
export interface TestNewsroom {
  /** where the server is reached; stays the same after `restart` */
  url: string;
  db: Db;
  people: Record<StaffName, { id: PersonId; name: string; email: string }>;
  password: string;
  /** kill -9 of the server, as a crash does it */
  kill(): Promise<void>;
  /** The server again, on the same port and database. */
  restart(): Promise<void>;
}

interface WorkerFixtures {
  newsroom: TestNewsroom;
  /** a real WordPress, started by the first test that asks for it */
  wordpress: SiteAddress;
}

interface TestFixtures {
  /** Opens a browser context of its own, signed in as one of the staff, with an empty page. */
  as(who: StaffName): Promise<Page>;
  /** A signed-in requester without a browser. */
  api(who: StaffName): Promise<APIRequestContext>;
}

/**
 * The stories of use run against the production build: each worker has a server of its own on a free port, with a
 * database copied from the migrated template of the run's one PostgreSQL. Tests of a worker share its newsroom, and
 * keep apart by writing stories of their own. A test fails when a page throws or breaks its content policy.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  newsroom: [
    async ({}, provide) => {
      const given = process.env[clusterVariable];
      if (given === undefined) throw new Error('The run has no PostgreSQL: the global set-up did not run.');
      const store = await databaseOf(testCluster.parse(JSON.parse(given)));
      const dataFolder = await mkdtemp(path.join(tmpdir(), 'onrecord-e2e-'));
      const password = 'correct horse battery';
      const password_hash = await hashPassword(password);
      const add = async (who: StaffName) => {
        const { id } = await insertPerson(store.db, {
          ...staff[who],
          roles: [...staff[who].roles],
          password_hash,
        });
        return { id, name: staff[who].name, email: staff[who].email };
      };
      const people = {
        writer: await add('writer'),
        writer2: await add('writer2'),
        editor: await add('editor'),
        admin: await add('admin'),
      };
      const env = {
        DATABASE_URL: store.url,
        ONRECORD_DATA: dataFolder,
        // The WordPress of the tests stands on this machine.
        ONRECORD_ALLOW_PRIVATE: '127.0.0.1',
        HOST: undefined,
        NEXTAUTH_URL: undefined,
        NEXTAUTH_SECRET: undefined,
      };
      let server: RunningServer = await startServer(env);
      const { port, url } = server;
      await provide({
        url,
        db: store.db,
        people,
        password,
        kill: () => server.kill(),
        async restart() {
          server = await startServer({ ...env, PORT: String(port) });
        },
      });
      await server.stop();
      await store.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  wordpress: [
    async ({}, provide) => {
      const { stop, ...site } = await startWordPress();
      await provide(site);
      await stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: ({ newsroom }, provide) => provide(newsroom.url),

  as: async ({ browser, newsroom }, provide) => {
    const contexts: BrowserContext[] = [];
    const broken: string[] = [];
    await provide(async (who) => {
      const context = await browser.newContext({ baseURL: newsroom.url });
      contexts.push(context);
      context.on('weberror', (error) =>
        broken.push(`${who}: ${error.error().stack ?? error.error().message}`),
      );
      context.on('console', (message) => {
        if (/content security policy/i.test(message.text())) broken.push(`${who}: ${message.text()}`);
      });
      await signIn(context.request, newsroom, who);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    expect(broken, 'errors in the pages').toEqual([]);
  },

  api: async ({ playwright, newsroom }, provide) => {
    const made: APIRequestContext[] = [];
    await provide(async (who) => {
      const context = await playwright.request.newContext({ baseURL: newsroom.url });
      made.push(context);
      await signIn(context, newsroom, who);
      return context;
    });
    for (const context of made) await context.dispose();
  },
});
export { expect };

/** By next-auth's own routes, as a script does it. */
async function signIn(request: APIRequestContext, newsroom: TestNewsroom, who: StaffName): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const reply = await request.post('/api/auth/callback/credentials', {
    form: { email: newsroom.people[who].email, password: newsroom.password, csrfToken, json: 'true' },
  });
  const cookies = (await request.storageState()).cookies.map((cookie) => cookie.name);
  const signedIn = cookies.some((name) => name.endsWith('next-auth.session-token'));
  if (!signedIn) throw new Error(`${who} could not sign in: ${reply.status()} ${await reply.text()}`);
}
