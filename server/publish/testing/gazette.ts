import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { CreateDestination, DestinationId } from '#protocol';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
import { startFakeWordPress, type FakeWordPress } from './fake';
import { startLine, type Line } from './line';
import { openNewsroom, type Newsroom, type TestStory } from './newsroom';

/** A newsroom with a fake site behind a line of its own, and a fresh story, before each test of the calling file. */
export interface Gazette {
  readonly store: Store;
  readonly newsroom: Newsroom;
  readonly site: FakeWordPress;
  readonly line: Line;
  readonly story: TestStory;
  /** Makes `story` a new one in the middle of a test. */
  anotherStory(): Promise<void>;
  /** The secret of the webhook. */
  readonly secret: string;
  wordpress(): CreateDestination;
  webhook(): CreateDestination;
  /** Adds a destination, and forgets what crossed the line for it. */
  connect(request: CreateDestination): Promise<DestinationId>;
}

/** Registers the hooks; the parts are there once a test runs. */
export function openGazette(): Gazette {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  let parts: { store: Store; newsroom: Newsroom; site: FakeWordPress };
  let line: Line;
  let story: TestStory;

  beforeAll(async () => {
    const store = await testStore();
    parts = { store, newsroom: await openNewsroom(store), site: await startFakeWordPress() };
  });
  afterAll(async () => {
    await parts.newsroom.close();
    await parts.site.stop();
    await parts.store.close();
  });
  beforeEach(async () => {
    line = await startLine(parts.site.url);
    story = await parts.newsroom.story();
    parts.site.rewrite = (content) => content;
    return () => line.close();
  });

  return {
    get store() {
      return parts.store;
    },
    get newsroom() {
      return parts.newsroom;
    },
    get site() {
      return parts.site;
    },
    get line() {
      return line;
    },
    get story() {
      return story;
    },
    async anotherStory() {
      story = await parts.newsroom.story();
    },
    secret,
    wordpress: () => ({
      kind: 'wordpress',
      name: 'Gazette',
      url: `${line.url}/wp-admin/`,
      account: parts.site.users.editor.login,
      secret: parts.site.users.editor.appPassword,
    }),
    webhook: () => ({ kind: 'webhook', name: 'Feed', url: `${line.url}/hook?to=desk`, secret }),
    async connect(request) {
      const { id } = await parts.newsroom.publisher.destinations.add(parts.newsroom.admin, request);
      line.crossed.length = 0;
      return id;
    },
  };
}
