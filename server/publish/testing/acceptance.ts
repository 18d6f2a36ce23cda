import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wordpressPayload } from '../formats';
import { everything, h, p, readersText, story as copy } from './copy';
import { Desk } from './desk';
import type { SitePost } from './inspection';
import { anything, creates, publishes } from './line';
import { mishaps } from './mishaps';
import type { SiteAddress } from './wordpress';

/**
 * What a system with posts and our way of talking to it must do together, told as a newsroom meets it. Runs against the
 * fake and against the real WordPress: a habit that only one of them has shows as a red test.
 */
export function acceptance(name: string, siteOf: () => SiteAddress): void {
  describe(name, () => {
    const desk = new Desk(siteOf).open();
    everyday(desk);
    mishaps(desk);
  });
}

function everyday(desk: Desk): void {
  describe.each(['editor', 'author'] as const)('as an %s', (role) => {
    it('publishes exactly the frozen version, and nothing internal', async () => {
      desk.to = await desk.connect(role);
      const document = { ...everything, headline: `${desk.headline()}: ${everything.headline}` };
      await desk.newsroom.publish(desk.story, document, [desk.to]);
      const job = await desk.newsroom.settled(desk.story, 'done');

      const post = await desk.onlyPost(document);
      expect(post.status).toBe('publish');
      expect(job.remoteUrl).toBe(post.link);
      expect(readersText(post.title.raw)).toBe(document.headline);
      expect(readersText(post.excerpt.raw)).toBe(document.dek);
      const sent = wordpressPayload({ ...desk.story, seq: 1, hash: '', document }, null);
      expect(readersText(post.content.raw)).toBe(readersText(sent.fields.content));
      if (role === 'editor') expect(post.content.raw).toBe(sent.fields.content);
      expect(JSON.stringify(post)).not.toContain('01890000-0000-7000-8000-000000000001');
      expect(post.content.raw).not.toMatch(/claim|data-/);
    });
  });

  it('hides the draft behind a marker until its id is kept, and then gives it the clean slug', async () => {
    const document = copy({ headline: desk.headline() }, p('Seven to two.'));
    let hidden: SitePost[] = [];
    let kept: unknown;
    desk.line.before(publishes, async () => {
      hidden = await desk.visible(document);
      kept = await desk.store.db
        .selectFrom('binding')
        .select('remote_id')
        .where('story_id', '=', desk.story.id)
        .execute();
    });
    await desk.newsroom.publish(desk.story, document, [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    expect(hidden).toMatchObject([
      { status: 'draft', slug: expect.stringMatching(new RegExp(`-${desk.story.shortId}$`)) },
    ]);
    expect(kept).toEqual([{ remote_id: String(hidden[0]?.id) }]);
    const payload = wordpressPayload({ ...desk.story, seq: 1, hash: '', document }, null);
    expect(await desk.onlyPost(document)).toMatchObject({
      id: hidden[0]?.id,
      status: 'publish',
      slug: payload.slug,
    });
  });

  it('brings a later version into the same post, under the same address, and leaves what is not ours', async () => {
    const first = copy({ headline: desk.headline(), dek: 'First dek' }, p('First.'));
    await desk.newsroom.publish(desk.story, first, [desk.to]);
    const before = await desk.newsroom.settled(desk.story, 'done');
    const post = await desk.onlyPost(first);
    const category = z
      .object({ id: z.int() })
      .parse(await desk.onSite('POST', 'categories', { name: `Council ${desk.story.shortId}` }));
    await desk.onSite('POST', `posts/${post.id}`, { categories: [category.id] });

    const second = copy({ headline: `${desk.headline()} recounted`, dek: '' }, h(2, 'Recount'), p('Second.'));
    await desk.newsroom.publish(desk.story, second, [desk.to]);
    const after = await desk.newsroom.settled(desk.story, 'done');
    expect(after.id).not.toBe(before.id);
    const now = await desk.read(post.id);
    expect(now).toMatchObject({ slug: post.slug, status: 'publish', categories: [category.id] });
    expect(now.title.raw).toBe(second.headline);
    expect(now.excerpt.raw).toBe('');
    expect(readersText(now.content.raw)).toBe('Recount\n\nSecond.');
    expect(after.remoteUrl).toBe(before.remoteUrl);
    expect(desk.count(creates)).toBe(1);
    expect(await desk.visible(second)).toEqual([]);
  });

  it('takes the same request twice for one', async () => {
    const document = copy({ headline: desk.headline() }, p('Once.'));
    const one = await desk.newsroom.publish(desk.story, document, [desk.to], 'the-same-key');
    const two = await desk.newsroom.publish(desk.story, document, [desk.to], 'the-same-key');
    expect(two).toBe(one);
    await desk.newsroom.settled(desk.story, 'done');
    expect(await desk.newsroom.publisher.jobs(desk.story.id)).toHaveLength(1);
    await desk.onlyPost(document);
  });

  it.each([
    ['headline', { title: 'Changed in the CMS' }],
    ['text', { content: '<!-- wp:paragraph -->\n<p>Changed in the CMS</p>\n<!-- /wp:paragraph -->' }],
    ['dek', { excerpt: 'Changed in the CMS' }],
  ])('does not overwrite a %s that somebody changed there', async (field, change) => {
    const first = copy({ headline: desk.headline(), dek: 'Dek' }, p('First.'));
    await desk.newsroom.publish(desk.story, first, [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    const post = await desk.onlyPost(first);
    await desk.onSite('POST', `posts/${post.id}`, change);
    const theirs = await desk.read(post.id);

    await desk.newsroom.publish(desk.story, first, [desk.to]);
    const job = await desk.newsroom.settled(desk.story, 'conflict');
    expect(job.problem).toContain(field);
    expect(await desk.read(post.id)).toEqual(theirs);

    // Put back as it was, it is no conflict any more.
    await desk.onSite('POST', `posts/${post.id}`, {
      title: post.title.raw,
      content: post.content.raw,
      excerpt: post.excerpt.raw,
    });
    await desk.newsroom.publisher.retry(job.id, desk.newsroom.editor);
    await desk.newsroom.settled(desk.story, 'done');
  });

  it('does not publish again what somebody took back there', async () => {
    const first = copy({ headline: desk.headline() }, p('First.'));
    await desk.newsroom.publish(desk.story, first, [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    const post = await desk.onlyPost(first);
    await desk.onSite('POST', `posts/${post.id}`, { status: 'draft' });
    await desk.newsroom.publish(desk.story, copy({ headline: first.headline }, p('Second.')), [desk.to]);
    expect((await desk.newsroom.settled(desk.story, 'conflict')).problem).toContain('took this story back');
    expect(await desk.read(post.id)).toMatchObject({ status: 'draft' });

    await desk.onSite('DELETE', `posts/${post.id}`);
    await desk.newsroom.publish(desk.story, copy({ headline: first.headline }, p('Third.')), [desk.to]);
    expect((await desk.newsroom.settled(desk.story, 'conflict')).problem).toContain('deleted');
    expect(await desk.read(post.id)).toMatchObject({ status: 'trash' });
  });

  it('shows a wrong password as one, when the destination is added and when it goes stale', async () => {
    const wrong = desk.newsroom.publisher.destinations.add(desk.newsroom.admin, {
      kind: 'wordpress',
      name: 'Gazette',
      url: desk.line.url,
      account: desk.site.users.editor.login,
      secret: 'not the password',
    });
    await expect(wrong).rejects.toMatchObject({
      code: 'destination.refused',
      message: expect.stringContaining('application password'),
    });

    desk.line.answer(anything, {
      status: 401,
      body: JSON.stringify({ code: 'incorrect_password', message: 'The provided password is wrong.' }),
    });
    await desk.newsroom.publish(desk.story, copy({ headline: desk.headline() }, p('Once.')), [desk.to]);
    expect((await desk.newsroom.settled(desk.story, 'failed')).problem).toContain('application password');
  });

  it('publishes beside another article that has the same address already', async () => {
    const document = copy({ headline: desk.headline() }, p('First.'));
    await desk.newsroom.publish(desk.story, document, [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    const earlier = await desk.onlyPost(document);
    desk.story = await desk.newsroom.story();
    await desk.newsroom.publish(desk.story, copy({ headline: document.headline }, p('Another story.')), [
      desk.to,
    ]);
    const job = await desk.newsroom.settled(desk.story, 'done');
    expect(job.remoteUrl).not.toBe(earlier.link);
    expect(await desk.read(earlier.id)).toEqual(earlier);
  });
}
