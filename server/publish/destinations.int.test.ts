import { describe, expect, it } from 'vitest';
import { story as copy } from './testing/copy';
import { openGazette } from './testing/gazette';
import { anything } from './testing/line';

const gazette = openGazette();

describe('destinations', () => {
  it('are managed by admins, and never show or store their secret in the clear', async () => {
    const { destinations } = gazette.newsroom.publisher;
    for (const person of [gazette.newsroom.editor, gazette.newsroom.writer])
      await expect(destinations.add(person, gazette.webhook())).rejects.toMatchObject({
        code: 'permission.denied',
      });
    const made = await destinations.add(gazette.newsroom.admin, gazette.wordpress());
    expect(made).toEqual({
      id: made.id,
      kind: 'wordpress',
      name: 'Gazette',
      url: gazette.line.url,
      account: gazette.site.users.editor.login,
    });
    expect(await destinations.list()).toContainEqual(made);
    const row = await gazette.store.db
      .selectFrom('destination')
      .selectAll()
      .where('id', '=', made.id)
      .executeTakeFirstOrThrow();
    expect(row.secret.toString('latin1')).not.toContain(gazette.site.users.editor.appPassword);
    await expect(destinations.remove(gazette.newsroom.editor, made.id)).rejects.toMatchObject({
      code: 'permission.denied',
    });
  });

  it('are probed before they are kept', async () => {
    const { destinations } = gazette.newsroom.publisher;
    const before = await destinations.list();
    const mayNot = JSON.stringify({ id: 9, name: 'reader', capabilities: { read: true } });
    gazette.line.answer(anything, { status: 200, body: mayNot });
    await expect(destinations.add(gazette.newsroom.admin, gazette.wordpress())).rejects.toMatchObject({
      code: 'destination.refused',
      message: expect.stringContaining('may not publish'),
    });
    gazette.line.answer(anything, { status: 404, body: '<h1>Not found</h1>' });
    await expect(destinations.add(gazette.newsroom.admin, gazette.wordpress())).rejects.toMatchObject({
      code: 'destination.refused',
      message: expect.stringContaining('REST API'),
    });
    gazette.line.answer(anything, { status: 301, headers: { location: 'https://www.gazette.example/' } });
    await expect(destinations.add(gazette.newsroom.admin, gazette.wordpress())).rejects.toMatchObject({
      code: 'destination.refused',
      message: expect.stringContaining('https://www.gazette.example/'),
    });
    gazette.line.answer(anything, { status: 200, body: '<p>A page</p>' });
    await expect(destinations.add(gazette.newsroom.admin, gazette.wordpress())).rejects.toMatchObject({
      code: 'destination.unreachable',
    });
    await gazette.line.close();
    await expect(destinations.add(gazette.newsroom.admin, gazette.wordpress())).rejects.toMatchObject({
      code: 'destination.unreachable',
    });
    expect(await destinations.list()).toEqual(before);
  });

  it('are not reached over plain http outside, nor at an address that a machine keeps its credentials at', async () => {
    const { destinations } = gazette.newsroom.publisher;
    for (const url of ['http://gazette.example/', 'http://8.8.8.8/', 'http://169.254.169.254/latest'])
      await expect(
        destinations.add(gazette.newsroom.admin, { ...gazette.wordpress(), url }),
      ).rejects.toMatchObject({
        code: 'destination.refused',
      });
  });

  it('end their jobs and forget their secret when they are removed', async () => {
    const to = await gazette.connect(gazette.webhook());
    gazette.line.answer(anything, { status: 503, headers: { 'retry-after': '600' } });
    await gazette.newsroom.publish(gazette.story, copy({ headline: 'Late' }), [to]);
    const job = await gazette.newsroom.settled(gazette.story, 'retry');
    await gazette.newsroom.publisher.destinations.remove(gazette.newsroom.admin, to);
    expect(await gazette.newsroom.settled(gazette.story, 'failed')).toMatchObject({
      problem: 'The destination was removed.',
    });
    const { secret: left } = await gazette.store.db
      .selectFrom('destination')
      .select('secret')
      .where('id', '=', to)
      .executeTakeFirstOrThrow();
    expect(left).toHaveLength(0);
    await expect(gazette.newsroom.publisher.retry(job.id, gazette.newsroom.editor)).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(gazette.newsroom.publish(gazette.story, copy({}), [to])).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(
      gazette.newsroom.publisher.destinations.remove(gazette.newsroom.admin, to),
    ).rejects.toMatchObject({
      code: 'notFound',
    });
  });
});
