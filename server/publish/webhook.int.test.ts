import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { plainText, versionHash } from '#document';
import { cleanHtml } from './formats/html';
import { everything, story as copy } from './testing/copy';
import { openGazette } from './testing/gazette';
import { accepted, anything } from './testing/line';

const gazette = openGazette();

describe('a signed webhook', () => {
  it('gets the version, signed, under a key of its own', async () => {
    const to = await gazette.connect(gazette.webhook());
    gazette.line.answer(anything, accepted);
    await gazette.newsroom.publish(gazette.story, everything, [to]);
    await gazette.newsroom.settled(gazette.story, 'done');
    const [sent] = gazette.line.crossed;
    expect(sent).toMatchObject({ method: 'POST', path: '/hook?to=desk' });
    const headers = {
      'webhook-id': String(sent?.headers['webhook-id']),
      'webhook-timestamp': String(sent?.headers['webhook-timestamp']),
      'webhook-signature': String(sent?.headers['webhook-signature']),
    };
    expect(new Webhook(gazette.secret).verify(sent?.body ?? '', headers)).toEqual({
      type: 'story.published',
      timestamp: expect.any(String),
      data: {
        uri: gazette.story.uri,
        seq: 1,
        hash: versionHash(everything),
        headline: everything.headline,
        dek: everything.dek,
        byline: everything.byline,
        dateline: everything.dateline,
        html: cleanHtml(everything),
        text: plainText(everything),
      },
    });
  });

  it('gets the same key and bytes again where no answer came, and then the update under another key', async () => {
    const to = await gazette.connect(gazette.webhook());
    void gazette.line.holdBack(anything);
    gazette.line.answer(anything, { status: 503 });
    gazette.line.answer(anything, accepted);
    await gazette.newsroom.publish(gazette.story, copy({ headline: 'First' }), [to]);
    await gazette.newsroom.settled(gazette.story, 'done');
    expect(gazette.line.crossed).toHaveLength(3);
    const [first, second, third] = gazette.line.crossed;
    for (const repeated of [second, third]) {
      expect(repeated?.body).toBe(first?.body);
      expect(repeated?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    }
    gazette.line.answer(anything, accepted);
    await gazette.newsroom.publish(gazette.story, copy({ headline: 'Second' }), [to]);
    await gazette.newsroom.settled(gazette.story, 'done');
    expect(JSON.parse(gazette.line.crossed[3]?.body ?? '')).toMatchObject({
      type: 'story.updated',
      data: { seq: 2 },
    });
    expect(gazette.line.crossed[3]?.headers['webhook-id']).not.toBe(first?.headers['webhook-id']);
  });

  it('is not asked again where it refuses, and is given up on after its attempts', async () => {
    const to = await gazette.connect(gazette.webhook());
    gazette.line.answer(anything, { status: 410 });
    await gazette.newsroom.publish(gazette.story, copy({ headline: 'Gone' }), [to]);
    expect(await gazette.newsroom.settled(gazette.story, 'failed')).toMatchObject({ attempts: 1 });
    expect(gazette.line.crossed).toHaveLength(1);

    await gazette.anotherStory();
    for (let n = 0; n < 6; n += 1) gazette.line.answer(anything, { status: 500 });
    await gazette.newsroom.publish(gazette.story, copy({ headline: 'Down' }), [to]);
    const job = await gazette.newsroom.settled(gazette.story, 'failed');
    expect(job.attempts).toBe(6);
    expect(job.problem).toContain('Given up after 6 attempts');
  });

  it('gets each story version once although two of them are asked for at once', async () => {
    const to = await gazette.connect(gazette.webhook());
    for (let n = 0; n < 8; n += 1) gazette.line.answer(anything, accepted);
    await Promise.all(
      ['a', 'b', 'c'].map((headline) => gazette.newsroom.publish(gazette.story, copy({ headline }), [to])),
    );
    await gazette.newsroom.settled(gazette.story, 'done');
    await gazette.newsroom.settled(gazette.story, ['done', 'superseded'], 1);
    await gazette.newsroom.settled(gazette.story, ['done', 'superseded'], 2);
    const keys = gazette.line.crossed.map(({ headers }) => headers['webhook-id']);
    expect(new Set(keys).size).toBe(keys.length);
    const seqs = gazette.line.crossed.map(
      ({ body }) => (JSON.parse(body) as { data: { seq: number } }).data.seq,
    );
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(seqs.at(-1)).toBe(3);
  });
});
