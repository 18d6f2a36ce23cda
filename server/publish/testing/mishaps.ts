import { expect, it } from 'vitest';
import { p, readersText, story as copy } from './copy';
import type { Desk } from './desk';
import { anything, creates, looksUp, publishes, updates } from './line';

/** What networks and servers do to a publication, and what becomes of it: one post, with the latest text, or a word of why. */
export function mishaps(desk: Desk): void {
  it('finds the post again where the line drops after "201 Created"', async () => {
    const document = copy({ headline: desk.headline() }, p('Once.'));
    desk.line.cutAfter(creates);
    await desk.newsroom.publish(desk.story, document, [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    expect(desk.count(creates)).toBe(1);
    expect(await desk.onlyPost(document)).toMatchObject({ status: 'publish' });
    expect(
      desk.newsroom.logged.some((entry) => entry.includes(desk.story.id) && entry.includes('"unknown"')),
    ).toBe(true);
  });

  it('looks four times before it creates again, and publishes one post where the lost create never arrived', async () => {
    const document = copy({ headline: desk.headline() }, p('Once.'));
    void desk.line.holdBack(creates);
    await desk.newsroom.publish(desk.story, document, [desk.to]);
    const job = await desk.newsroom.settled(desk.story, 'done');
    expect(job.attempts).toBe(2);
    expect(desk.count(creates)).toBe(2);
    const between = desk.line.crossed.slice(desk.line.crossed.findIndex(creates) + 1);
    expect(between.slice(0, between.findIndex(creates)).filter(looksUp).length).toBeGreaterThanOrEqual(4);
    await desk.onlyPost(document);
  });

  it('adopts the older draft where an aborted create lands just before the second one', async () => {
    const document = copy({ headline: desk.headline() }, p('Once.'));
    const arrived = desk.line.holdBack(creates);
    await desk.newsroom.publish(desk.story, document, [desk.to]);
    const deliver = await arrived;
    desk.line.before(creates, deliver);
    await desk.newsroom.settled(desk.story, 'done');
    const all = await desk.posts(document);
    expect(all.map(({ status }) => status)).toEqual(['publish', 'trash']);
  });

  it('removes the copy where an aborted create lands after the second one', async () => {
    const document = copy({ headline: desk.headline() }, p('Once.'));
    const arrived = desk.line.holdBack(creates);
    await desk.newsroom.publish(desk.story, document, [desk.to]);
    const deliver = await arrived;
    // The first GET after the second create: by then our draft stands, and the late one comes in as "-2".
    desk.line.before((crossed) => looksUp(crossed) && desk.count(creates) === 2, deliver);
    await desk.newsroom.settled(desk.story, 'done');
    const all = await desk.posts(document);
    expect(all.map(({ status }) => status)).toEqual(['publish', 'trash']);
  });

  it('finds a lost create by its first headline, although a later version has another one', async () => {
    const first = copy({ headline: desk.headline() }, p('First.'));
    const second = copy({ headline: desk.headline() }, p('Second.'));
    const arrived = desk.line.holdBack(creates);
    await desk.newsroom.publish(desk.story, first, [desk.to]);
    const deliver = await arrived;
    await desk.newsroom.settled(desk.story, 'unknown');
    await desk.newsroom.publish(desk.story, second, [desk.to]);
    desk.line.before(creates, deliver);
    await desk.newsroom.settled(desk.story, 'done');
    await desk.newsroom.settled(desk.story, 'superseded', 1);
    expect(await desk.visible(second)).toEqual([]);
    const post = await desk.onlyPost(first);
    expect(post).toMatchObject({ status: 'publish', title: { raw: second.headline } });
  });

  it.each([
    ['publishing', publishes],
    ['saving', updates],
  ])('knows that a change has arrived where the line drops after %s', async (_step, match) => {
    const first = copy({ headline: desk.headline() }, p('First.'));
    if (match === publishes) desk.line.cutAfter(publishes);
    await desk.newsroom.publish(desk.story, first, [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    if (match === updates) {
      desk.line.cutAfter(updates);
      await desk.newsroom.publish(desk.story, copy({ headline: first.headline }, p('Second.')), [desk.to]);
      await desk.newsroom.settled(desk.story, 'done');
    }
    expect(desk.count(match)).toBe(1);
    const post = await desk.onlyPost(first);
    expect(post.status).toBe('publish');
    expect(readersText(post.content.raw)).toBe(match === publishes ? 'First.' : 'Second.');
  });

  it('takes a later version on after a lost answer, without a quarrel with itself', async () => {
    const first = copy({ headline: desk.headline() }, p('First.'));
    await desk.newsroom.publish(desk.story, first, [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    desk.line.cutAfter(updates);
    await desk.newsroom.publish(desk.story, copy({ headline: first.headline }, p('Second.')), [desk.to]);
    await desk.newsroom.settled(desk.story, ['unknown', 'done']);
    await desk.newsroom.publish(desk.story, copy({ headline: first.headline }, p('Third.')), [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    expect(readersText((await desk.onlyPost(first)).content.raw)).toBe('Third.');
    await desk.newsroom.settled(desk.story, ['done', 'superseded'], 1);
  });

  it('does not publish again what was taken back there while an answer was lost', async () => {
    const first = copy({ headline: desk.headline() }, p('First.'));
    await desk.newsroom.publish(desk.story, first, [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    const post = await desk.onlyPost(first);
    desk.line.cutAfter(updates);
    desk.line.before(
      ({ method }) => method === 'GET' && desk.count(updates) === 1,
      async () => void (await desk.onSite('POST', `posts/${post.id}`, { status: 'draft' })),
    );
    await desk.newsroom.publish(desk.story, copy({ headline: first.headline }, p('Second.')), [desk.to]);
    await desk.newsroom.settled(desk.story, 'conflict');
    expect(await desk.read(post.id)).toMatchObject({ status: 'draft' });
  });

  it('knows its own hand in a text that was saved although the site said 500', async () => {
    const first = copy({ headline: desk.headline() }, p('First.'));
    await desk.newsroom.publish(desk.story, first, [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    desk.line.falsify(updates, { status: 500, headers: { 'retry-after': '600' } });
    await desk.newsroom.publish(desk.story, copy({ headline: first.headline }, p('Second.')), [desk.to]);
    await desk.newsroom.settled(desk.story, 'retry');
    await desk.newsroom.publish(desk.story, copy({ headline: first.headline }, p('Third.')), [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    expect(readersText((await desk.onlyPost(first)).content.raw)).toBe('Third.');
  });

  it('tries again after a failure that passes, as late as it was asked to', async () => {
    const document = copy({ headline: desk.headline() }, p('Once.'));
    desk.line.answer(anything, { status: 503, headers: { 'retry-after': '1' } });
    await desk.newsroom.publish(desk.story, document, [desk.to]);
    const waiting = await desk.newsroom.settled(desk.story, 'retry');
    const { next_attempt_at } = await desk.store.db
      .selectFrom('publish_job')
      .select('next_attempt_at')
      .where('id', '=', waiting.id)
      .executeTakeFirstOrThrow();
    expect(next_attempt_at.getTime() - Date.parse(waiting.updatedAt)).toBeGreaterThanOrEqual(900);
    await desk.newsroom.publisher.retry(waiting.id, desk.newsroom.editor);
    expect((await desk.newsroom.settled(desk.story, 'done')).attempts).toBe(2);
    await desk.onlyPost(document);
  });

  it('does not ask again where it was refused, until a person says so', async () => {
    const document = copy({ headline: desk.headline() }, p('Once.'));
    desk.line.answer(creates, {
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        code: 'rest_cannot_create',
        message: 'Sorry, you are not allowed to create posts.',
      }),
    });
    await desk.newsroom.publish(desk.story, document, [desk.to]);
    const job = await desk.newsroom.settled(desk.story, 'failed');
    expect(job.problem).toContain('Sorry, you are not allowed to create posts.');
    expect(desk.count(creates)).toBe(1);
    await desk.newsroom.publisher.retry(job.id, desk.newsroom.editor);
    await desk.newsroom.settled(desk.story, 'done');
    await desk.onlyPost(document);
  });

  it('sends only the latest version where earlier ones are waiting', async () => {
    const first = copy({ headline: desk.headline() }, p('First.'));
    desk.line.answer(anything, { status: 503, headers: { 'retry-after': '600' } });
    await desk.newsroom.publish(desk.story, first, [desk.to]);
    await desk.newsroom.settled(desk.story, 'retry');
    await desk.newsroom.publish(desk.story, copy({ headline: first.headline }, p('Second.')), [desk.to]);
    await desk.newsroom.settled(desk.story, 'done');
    await desk.newsroom.settled(desk.story, 'superseded', 1);
    expect(readersText((await desk.onlyPost(first)).content.raw)).toBe('Second.');
    expect(desk.line.crossed.some(({ body }) => body.includes('First.'))).toBe(false);
  });
}
