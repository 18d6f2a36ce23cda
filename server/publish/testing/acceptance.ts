import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { StoryDocument } from '#document';
import type { DestinationId } from '#protocol';
import { testStore } from '#server/store/testing';
import type { Store } from '#server/store';
import { wordpressPayload } from '../formats';
import { everything, h, p, readersText, story as copy } from './copy';
import { anything, creates, looksUp, publishes, startLine, updates, type Crossed, type Line } from './line';
import { asAdmin, postsOf, readPost, type SitePost } from './inspection';
import { openNewsroom, type Newsroom, type TestStory } from './newsroom';
import type { SiteAddress } from './wordpress';

/**
 * What a system with posts and our way of talking to it must do together, told as a newsroom meets it. Runs against the
 * fake and against the real WordPress: a habit that only one of them has shows as a red test.
 */
export function acceptance(name: string, siteOf: () => SiteAddress): void {
  describe(name, () => {
    let store: Store;
    let newsroom: Newsroom;
    let line: Line;
    let to: DestinationId;
    let story: TestStory;

    beforeAll(async () => {
      store = await testStore();
      newsroom = await openNewsroom(store);
    });
    afterAll(async () => {
      await newsroom.close();
      await store.close();
    });
    beforeEach(async () => {
      line = await startLine(siteOf().url);
      to = await connect('editor');
      story = await newsroom.story();
      line.crossed.length = 0;
      return () => line.close();
    });

    async function connect(role: 'editor' | 'author'): Promise<DestinationId> {
      const { login, appPassword } = siteOf().users[role];
      const made = await newsroom.publisher.destinations.add(newsroom.admin, {
        kind: 'wordpress',
        name: `Gazette as ${role}`,
        url: line.url,
        account: login,
        secret: appPassword,
      });
      return made.id;
    }

    const onSite = (method: string, path: string, body?: object) => asAdmin(siteOf(), method, path, body);
    const read = (id: number) => readPost(siteOf(), id);
    const posts = (document: StoryDocument) => postsOf(siteOf(), story, document);
    const visible = async (document: StoryDocument) =>
      (await posts(document)).filter(({ status }) => status !== 'trash');
    async function onlyPost(document: StoryDocument): Promise<SitePost> {
      const [found, ...others] = await visible(document);
      expect(others).toEqual([]);
      if (!found) throw new Error('The story is not on the site.');
      return found;
    }
    const count = (match: (crossed: Crossed) => boolean) => line.crossed.filter(match).length;

    /** One headline a test: the site remembers earlier ones. */
    let made = 0;
    const headline = () =>
      `Council vote ${name.toLowerCase().replace(/\W/g, ' ')} ${(made += 1)} ${story.shortId}`;

    describe.each(['editor', 'author'] as const)('as an %s', (role) => {
      it('publishes exactly the frozen version, and nothing internal', async () => {
        to = await connect(role);
        const document = { ...everything, headline: `${headline()}: ${everything.headline}` };
        await newsroom.publish(story, document, [to]);
        const job = await newsroom.settled(story, 'done');

        const post = await onlyPost(document);
        expect(post.status).toBe('publish');
        expect(job.remoteUrl).toBe(post.link);
        expect(readersText(post.title.raw)).toBe(document.headline);
        expect(readersText(post.excerpt.raw)).toBe(document.dek);
        const sent = wordpressPayload({ ...story, seq: 1, hash: '', document }, null);
        expect(readersText(post.content.raw)).toBe(readersText(sent.fields.content));
        if (role === 'editor') expect(post.content.raw).toBe(sent.fields.content);
        expect(JSON.stringify(post)).not.toContain('01890000-0000-7000-8000-000000000001');
        expect(post.content.raw).not.toMatch(/claim|data-/);
      });
    });

    it('hides the draft behind a marker until its id is kept, and then gives it the clean slug', async () => {
      const document = copy({ headline: headline() }, p('Seven to two.'));
      let hidden: SitePost[] = [];
      let kept: unknown;
      line.before(publishes, async () => {
        hidden = await visible(document);
        kept = await store.db
          .selectFrom('binding')
          .select('remote_id')
          .where('story_id', '=', story.id)
          .execute();
      });
      await newsroom.publish(story, document, [to]);
      await newsroom.settled(story, 'done');
      expect(hidden).toMatchObject([
        { status: 'draft', slug: expect.stringMatching(new RegExp(`-${story.shortId}$`)) },
      ]);
      expect(kept).toEqual([{ remote_id: String(hidden[0]?.id) }]);
      const payload = wordpressPayload({ ...story, seq: 1, hash: '', document }, null);
      expect(await onlyPost(document)).toMatchObject({
        id: hidden[0]?.id,
        status: 'publish',
        slug: payload.slug,
      });
    });

    it('brings a later version into the same post, under the same address, and leaves what is not ours', async () => {
      const first = copy({ headline: headline(), dek: 'First dek' }, p('First.'));
      await newsroom.publish(story, first, [to]);
      const before = await newsroom.settled(story, 'done');
      const post = await onlyPost(first);
      const category = z
        .object({ id: z.int() })
        .parse(await onSite('POST', 'categories', { name: `Council ${story.shortId}` }));
      await onSite('POST', `posts/${post.id}`, { categories: [category.id] });

      const second = copy({ headline: `${headline()} recounted`, dek: '' }, h(2, 'Recount'), p('Second.'));
      await newsroom.publish(story, second, [to]);
      const after = await newsroom.settled(story, 'done');
      expect(after.id).not.toBe(before.id);
      const now = await read(post.id);
      expect(now).toMatchObject({ slug: post.slug, status: 'publish', categories: [category.id] });
      expect(now.title.raw).toBe(second.headline);
      expect(now.excerpt.raw).toBe('');
      expect(readersText(now.content.raw)).toBe('Recount\n\nSecond.');
      expect(after.remoteUrl).toBe(before.remoteUrl);
      expect(count(creates)).toBe(1);
      expect(await visible(second)).toEqual([]);
    });

    it('takes the same request twice for one', async () => {
      const document = copy({ headline: headline() }, p('Once.'));
      const one = await newsroom.publish(story, document, [to], 'the-same-key');
      const two = await newsroom.publish(story, document, [to], 'the-same-key');
      expect(two).toBe(one);
      await newsroom.settled(story, 'done');
      expect(await newsroom.publisher.jobs(story.id)).toHaveLength(1);
      await onlyPost(document);
    });

    it('finds the post again where the line drops after "201 Created"', async () => {
      const document = copy({ headline: headline() }, p('Once.'));
      line.cutAfter(creates);
      await newsroom.publish(story, document, [to]);
      await newsroom.settled(story, 'done');
      expect(count(creates)).toBe(1);
      expect(await onlyPost(document)).toMatchObject({ status: 'publish' });
      expect(newsroom.logged.some((entry) => entry.includes(story.id) && entry.includes('"unknown"'))).toBe(
        true,
      );
    });

    it('looks four times before it creates again, and publishes one post where the lost create never arrived', async () => {
      const document = copy({ headline: headline() }, p('Once.'));
      void line.holdBack(creates);
      await newsroom.publish(story, document, [to]);
      const job = await newsroom.settled(story, 'done');
      expect(job.attempts).toBe(2);
      expect(count(creates)).toBe(2);
      const between = line.crossed.slice(line.crossed.findIndex(creates) + 1);
      expect(between.slice(0, between.findIndex(creates)).filter(looksUp).length).toBeGreaterThanOrEqual(4);
      await onlyPost(document);
    });

    it('adopts the older draft where an aborted create lands just before the second one', async () => {
      const document = copy({ headline: headline() }, p('Once.'));
      const arrived = line.holdBack(creates);
      await newsroom.publish(story, document, [to]);
      const deliver = await arrived;
      line.before(creates, deliver);
      await newsroom.settled(story, 'done');
      const all = await posts(document);
      expect(all.map(({ status }) => status)).toEqual(['publish', 'trash']);
    });

    it('removes the copy where an aborted create lands after the second one', async () => {
      const document = copy({ headline: headline() }, p('Once.'));
      const arrived = line.holdBack(creates);
      await newsroom.publish(story, document, [to]);
      const deliver = await arrived;
      // The first GET after the second create: by then our draft stands, and the late one comes in as "-2".
      line.before((crossed) => looksUp(crossed) && count(creates) === 2, deliver);
      await newsroom.settled(story, 'done');
      const all = await posts(document);
      expect(all.map(({ status }) => status)).toEqual(['publish', 'trash']);
    });

    it.each([
      ['publishing', publishes],
      ['saving', updates],
    ])('knows that a change has arrived where the line drops after %s', async (_step, match) => {
      const first = copy({ headline: headline() }, p('First.'));
      if (match === publishes) line.cutAfter(publishes);
      await newsroom.publish(story, first, [to]);
      await newsroom.settled(story, 'done');
      if (match === updates) {
        line.cutAfter(updates);
        await newsroom.publish(story, copy({ headline: first.headline }, p('Second.')), [to]);
        await newsroom.settled(story, 'done');
      }
      expect(count(match)).toBe(1);
      const post = await onlyPost(first);
      expect(post.status).toBe('publish');
      expect(readersText(post.content.raw)).toBe(match === publishes ? 'First.' : 'Second.');
    });

    it('takes a later version on after a lost answer, without a quarrel with itself', async () => {
      const first = copy({ headline: headline() }, p('First.'));
      await newsroom.publish(story, first, [to]);
      await newsroom.settled(story, 'done');
      line.cutAfter(updates);
      await newsroom.publish(story, copy({ headline: first.headline }, p('Second.')), [to]);
      await newsroom.settled(story, ['unknown', 'done']);
      await newsroom.publish(story, copy({ headline: first.headline }, p('Third.')), [to]);
      await newsroom.settled(story, 'done');
      expect(readersText((await onlyPost(first)).content.raw)).toBe('Third.');
      await newsroom.settled(story, ['done', 'superseded'], 1);
    });

    it.each([
      ['headline', { title: 'Changed in the CMS' }],
      ['text', { content: '<!-- wp:paragraph -->\n<p>Changed in the CMS</p>\n<!-- /wp:paragraph -->' }],
      ['dek', { excerpt: 'Changed in the CMS' }],
    ])('does not overwrite a %s that somebody changed there', async (field, change) => {
      const first = copy({ headline: headline(), dek: 'Dek' }, p('First.'));
      await newsroom.publish(story, first, [to]);
      await newsroom.settled(story, 'done');
      const post = await onlyPost(first);
      await onSite('POST', `posts/${post.id}`, change);
      const theirs = await read(post.id);

      await newsroom.publish(story, first, [to]);
      const job = await newsroom.settled(story, 'conflict');
      expect(job.problem).toContain(field);
      expect(await read(post.id)).toEqual(theirs);

      // Put back as it was, it is no conflict any more.
      await onSite('POST', `posts/${post.id}`, {
        title: post.title.raw,
        content: post.content.raw,
        excerpt: post.excerpt.raw,
      });
      await newsroom.publisher.retry(job.id, newsroom.editor);
      await newsroom.settled(story, 'done');
    });

    it('does not publish again what somebody took back there', async () => {
      const first = copy({ headline: headline() }, p('First.'));
      await newsroom.publish(story, first, [to]);
      await newsroom.settled(story, 'done');
      const post = await onlyPost(first);
      await onSite('POST', `posts/${post.id}`, { status: 'draft' });
      await newsroom.publish(story, copy({ headline: first.headline }, p('Second.')), [to]);
      expect((await newsroom.settled(story, 'conflict')).problem).toContain('took this story back');
      expect(await read(post.id)).toMatchObject({ status: 'draft' });

      await onSite('DELETE', `posts/${post.id}`);
      await newsroom.publish(story, copy({ headline: first.headline }, p('Third.')), [to]);
      expect((await newsroom.settled(story, 'conflict')).problem).toContain('deleted');
      expect(await read(post.id)).toMatchObject({ status: 'trash' });
    });

    it('tries again after a failure that passes, as late as it was asked to', async () => {
      const document = copy({ headline: headline() }, p('Once.'));
      line.answer(anything, { status: 503, headers: { 'retry-after': '1' } });
      await newsroom.publish(story, document, [to]);
      const waiting = await newsroom.settled(story, 'retry');
      const { next_attempt_at } = await store.db
        .selectFrom('publish_job')
        .select('next_attempt_at')
        .where('id', '=', waiting.id)
        .executeTakeFirstOrThrow();
      expect(next_attempt_at.getTime() - Date.parse(waiting.updatedAt)).toBeGreaterThanOrEqual(900);
      await newsroom.publisher.retry(waiting.id, newsroom.editor);
      expect((await newsroom.settled(story, 'done')).attempts).toBe(2);
      await onlyPost(document);
    });

    it('does not ask again where it was refused, until a person says so', async () => {
      const document = copy({ headline: headline() }, p('Once.'));
      line.answer(creates, {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          code: 'rest_cannot_create',
          message: 'Sorry, you are not allowed to create posts.',
        }),
      });
      await newsroom.publish(story, document, [to]);
      const job = await newsroom.settled(story, 'failed');
      expect(job.problem).toContain('Sorry, you are not allowed to create posts.');
      expect(count(creates)).toBe(1);
      await newsroom.publisher.retry(job.id, newsroom.editor);
      await newsroom.settled(story, 'done');
      await onlyPost(document);
    });

    it('sends only the latest version where earlier ones are waiting', async () => {
      const first = copy({ headline: headline() }, p('First.'));
      line.answer(anything, { status: 503, headers: { 'retry-after': '600' } });
      await newsroom.publish(story, first, [to]);
      await newsroom.settled(story, 'retry');
      await newsroom.publish(story, copy({ headline: first.headline }, p('Second.')), [to]);
      await newsroom.settled(story, 'done');
      await newsroom.settled(story, 'superseded', 1);
      expect(readersText((await onlyPost(first)).content.raw)).toBe('Second.');
      expect(line.crossed.some(({ body }) => body.includes('First.'))).toBe(false);
    });

    it('shows a wrong password as one, when the destination is added and when it goes stale', async () => {
      const wrong = newsroom.publisher.destinations.add(newsroom.admin, {
        kind: 'wordpress',
        name: 'Gazette',
        url: line.url,
        account: siteOf().users.editor.login,
        secret: 'not the password',
      });
      await expect(wrong).rejects.toMatchObject({
        code: 'destination.refused',
        message: expect.stringContaining('application password'),
      });

      line.answer(anything, {
        status: 401,
        body: JSON.stringify({ code: 'incorrect_password', message: 'The provided password is wrong.' }),
      });
      await newsroom.publish(story, copy({ headline: headline() }, p('Once.')), [to]);
      expect((await newsroom.settled(story, 'failed')).problem).toContain('application password');
    });

    it('publishes beside another article that has the same address already', async () => {
      const document = copy({ headline: headline() }, p('First.'));
      await newsroom.publish(story, document, [to]);
      await newsroom.settled(story, 'done');
      const earlier = await onlyPost(document);
      story = await newsroom.story();
      await newsroom.publish(story, copy({ headline: document.headline }, p('Another story.')), [to]);
      const job = await newsroom.settled(story, 'done');
      expect(job.remoteUrl).not.toBe(earlier.link);
      expect(await read(earlier.id)).toEqual(earlier);
    });
  });
}
