import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { StoryDocument } from '#document';
import type { DestinationId } from '#protocol';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
import { asAdmin, postsOf, readPost, type SitePost } from './inspection';
import { startLine, type Crossed, type Line } from './line';
import { openNewsroom, type Newsroom, type TestStory } from './newsroom';
import type { SiteAddress } from './wordpress';

/** What a test of the acceptance suite works at: a newsroom, a site, and the line between them. */
export class Desk {
  declare store: Store;
  declare newsroom: Newsroom;
  declare line: Line;
  /** The site as a destination, with an editor's account. */
  declare to: DestinationId;
  declare story: TestStory;

  constructor(readonly siteOf: () => SiteAddress) {}

  get site(): SiteAddress {
    return this.siteOf();
  }

  /** Registers the hooks: one newsroom a suite, a line, a destination and a story before each test. */
  open(): this {
    beforeAll(async () => {
      this.store = await testStore();
      this.newsroom = await openNewsroom(this.store);
    });
    afterAll(async () => {
      await this.newsroom.close();
      await this.store.close();
    });
    beforeEach(async () => {
      this.line = await startLine(this.site.url);
      this.to = await this.connect('editor');
      this.story = await this.newsroom.story();
      this.line.crossed.length = 0;
      return () => this.line.close();
    });
    return this;
  }

  async connect(role: 'editor' | 'author'): Promise<DestinationId> {
    const { login, appPassword } = this.site.users[role];
    const made = await this.newsroom.publisher.destinations.add(this.newsroom.admin, {
      kind: 'wordpress',
      name: `Gazette as ${role}`,
      url: this.line.url,
      account: login,
      secret: appPassword,
    });
    return made.id;
  }

  /** Another one each time: the site remembers earlier ones. */
  headline(): string {
    return `Council vote ${randomBytes(4).toString('hex')} passes`;
  }

  /** As the site's own admin, past the line. */
  onSite(method: string, path: string, body?: object): Promise<unknown> {
    return asAdmin(this.site, method, path, body);
  }

  read(id: number): Promise<SitePost> {
    return readPost(this.site, id);
  }

  /** The story's posts on the site, oldest first, those in the trash too. */
  posts(document: StoryDocument): Promise<SitePost[]> {
    return postsOf(this.site, this.story, document);
  }

  async visible(document: StoryDocument): Promise<SitePost[]> {
    return (await this.posts(document)).filter(({ status }) => status !== 'trash');
  }

  async onlyPost(document: StoryDocument): Promise<SitePost> {
    const [found, ...others] = await this.visible(document);
    expect(others).toEqual([]);
    if (!found) throw new Error('The story is not on the site.');
    return found;
  }

  /** How often a request of this kind has crossed the line. */
  count(match: (crossed: Crossed) => boolean): number {
    return this.line.crossed.filter(match).length;
  }
}
