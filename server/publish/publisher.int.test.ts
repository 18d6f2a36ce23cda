import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { destinationId, jobId } from '#protocol';
import { createOutbound, type Outcome } from '#server/outbound';
import { p, story as copy } from './testing/copy';
import { openGazette } from './testing/gazette';
import { accepted, anything, creates, publishes, updates } from './testing/line';

const gazette = openGazette();

describe('the outbox', () => {
  it('leaves nothing behind where the gate takes its decision back', async () => {
    const to = await gazette.connect(gazette.webhook());
    const gone = destinationId.parse(randomUUID());
    await expect(
      gazette.newsroom.publish(gazette.story, copy({ headline: 'x' }), [to, gone]),
    ).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(await gazette.newsroom.publisher.jobs(gazette.story.id)).toEqual([]);
    expect(
      await gazette.store.db
        .selectFrom('operation')
        .select('id')
        .where('story_id', '=', gazette.story.id)
        .execute(),
    ).toEqual([]);
  });

  it('makes a job for each destination, and tells whoever watches the story', async () => {
    const both = [await gazette.connect(gazette.webhook()), await gazette.connect(gazette.wordpress())];
    gazette.line.answer(({ path }) => path.startsWith('/hook'), accepted);
    gazette.newsroom.changed.length = 0;
    await gazette.newsroom.publish(
      gazette.story,
      copy({ headline: `Both ${gazette.story.shortId}` }, p('Text.')),
      both,
    );
    await gazette.newsroom.settled(gazette.story, 'done', 0);
    await gazette.newsroom.settled(gazette.story, 'done', 1);
    const kinds = (await gazette.newsroom.publisher.jobs(gazette.story.id)).map(
      ({ destination }) => destination.kind,
    );
    expect(kinds.sort()).toEqual(['webhook', 'wordpress']);
    expect(gazette.newsroom.changed).toContain(gazette.story.id);
  });

  it('lets only an editor start a delivery again, and only the latest', async () => {
    const to = await gazette.connect(gazette.webhook());
    gazette.line.answer(anything, { status: 400 });
    await gazette.newsroom.publish(gazette.story, copy({ headline: 'One' }), [to]);
    const failed = await gazette.newsroom.settled(gazette.story, 'failed');
    for (const person of [gazette.newsroom.writer, gazette.newsroom.admin])
      await expect(gazette.newsroom.publisher.retry(failed.id, person)).rejects.toMatchObject({
        code: 'permission.denied',
      });
    await expect(
      gazette.newsroom.publisher.retry(jobId.parse(randomUUID()), gazette.newsroom.editor),
    ).rejects.toMatchObject({
      code: 'notFound',
    });
    gazette.line.answer(anything, accepted);
    await gazette.newsroom.publish(gazette.story, copy({ headline: 'Two' }), [to]);
    await gazette.newsroom.settled(gazette.story, 'done');
    await gazette.newsroom.settled(gazette.story, 'superseded', 1);
    await expect(gazette.newsroom.publisher.retry(failed.id, gazette.newsroom.editor)).rejects.toMatchObject({
      code: 'publish.inProgress',
    });
  });
});

describe('a process that dies while it sends', () => {
  it.each([
    ['the create', creates],
    ['the publication', publishes],
  ])('leaves %s to be looked up by the next one, and loses the right to settle it', async (_what, match) => {
    const to = await gazette.connect(gazette.wordpress());
    await gazette.newsroom.publisher.stop();
    // Its line hangs for good: the process is as good as dead, with the job in its hands.
    const network = createOutbound();
    let comeBack: (outcome: Outcome) => void = () => undefined;
    const dying = gazette.newsroom.another(
      { lease: 60, patience: 1 },
      {
        ...network,
        async send(request) {
          const outcome = await network.send(request);
          const { pathname, search } = new URL(request.url);
          const seen = {
            method: request.method,
            path: pathname + search,
            headers: {},
            body: request.body ?? '',
          };
          return match(seen) ? new Promise<Outcome>((resolve) => (comeBack = resolve)) : outcome;
        },
      },
    );
    dying.start();
    await gazette.newsroom.publish(
      gazette.story,
      copy({ headline: `Dying ${gazette.story.shortId}` }, p('Text.')),
      [to],
    );
    dying.wake();
    await expect.poll(() => gazette.line.crossed.filter(match).length).toBe(1);
    await dying.stop();

    // It was not dead after all, and speaks up while the next one is at work: what it says counts for nothing.
    const late = () => gazette.newsroom.logged.some((entry) => entry.includes('after its lease'));
    gazette.line.before(
      ({ method }) => method === 'GET',
      async () => {
        comeBack({ kind: 'unreachable', reason: 'woken up' });
        await expect.poll(late).toBe(true);
      },
    );
    gazette.newsroom.logged.length = 0;
    const heir = gazette.newsroom.another();
    heir.start();
    const job = await gazette.newsroom.settled(gazette.story, 'done');
    expect(late()).toBe(true);
    expect(gazette.line.crossed.filter(match)).toHaveLength(1);
    expect(job.remoteUrl).toContain(`dying-${gazette.story.shortId}`);
    await heir.stop();
    gazette.newsroom.publisher.start();
  });
});

describe('a site that is not as it should be', () => {
  it('keeps a draft, unpublished, where it changes the text on saving', async () => {
    const to = await gazette.connect(gazette.wordpress());
    gazette.site.rewrite = (content) => `${content}<p>Buy our shoes.</p>`;
    await gazette.newsroom.publish(
      gazette.story,
      copy({ headline: `Shoes ${gazette.story.shortId}` }, p('Text.')),
      [to],
    );
    const job = await gazette.newsroom.settled(gazette.story, 'failed');
    expect(job.problem).toMatch(/changed the text on saving.*not published/);
    expect(job.remoteUrl).toBeNull();
    expect(gazette.line.crossed.filter(publishes)).toEqual([]);

    gazette.site.rewrite = (content) => content;
    await gazette.newsroom.publisher.retry(job.id, gazette.newsroom.editor);
    await gazette.newsroom.settled(gazette.story, 'done');
    expect(gazette.line.crossed.filter(creates)).toHaveLength(1);
    expect(gazette.line.crossed.filter(updates)).not.toHaveLength(0);
  });

  it('is told to the editor in words where the key of the secrets is lost', async () => {
    const to = await gazette.connect(gazette.wordpress());
    await gazette.store.db
      .updateTable('destination')
      .set({ secret: Buffer.alloc(40, 1) })
      .where('id', '=', to)
      .execute();
    await gazette.newsroom.publish(gazette.story, copy({ headline: 'Key' }), [to]);
    expect((await gazette.newsroom.settled(gazette.story, 'failed')).problem).toContain(
      "cannot be read with this server's key",
    );
    expect(gazette.line.crossed).toEqual([]);
  });
});
