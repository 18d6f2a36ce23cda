import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StoryDocument } from '#document';
import { claim, p, story as copy, text } from './testing/copy';
import { openGazette } from './testing/gazette';
import { accepted } from './testing/line';

const gazette = openGazette();

describe('what leaves', () => {
  it('holds nothing of what the newsroom keeps for itself', async () => {
    let planted = 0;
    const canary = () => `CANARY${(planted += 1)}x${randomBytes(4).toString('hex')}`;
    const internal = { type: 'note', attrs: { text: canary() } };
    // Ids and attributes on every kind of node that has them, and a field that is no field of the document.
    const document: StoryDocument & Record<string, unknown> = {
      ...copy(
        { headline: `Out ${gazette.story.shortId}`, dek: 'Dek', byline: 'By Ada', dateline: 'PORT ELLERY' },
        {
          ...p(text('Open words', claim(canary()), 'bold'), text(' and more.', claim(canary()))),
          attrs: { id: canary(), 'data-suggestion': canary() },
        },
        {
          ...p(
            text('A link', {
              type: 'link',
              attrs: { href: 'https://a.example/', title: canary(), rel: canary() },
            }),
          ),
        },
      ),
      note: canary(),
      notes: [internal],
      sourceCheck: { sealed: canary() },
    };
    await gazette.store.db
      .updateTable('person')
      .set({ name: canary(), email: `${canary().toLowerCase()}@example.test` })
      .where('id', '=', gazette.newsroom.editor.id)
      .execute();
    const source = randomUUID();
    const claimed = randomUUID();
    const by = gazette.newsroom.writer.id;
    const ids = { story_id: gazette.story.id, created_by: by };
    const insert = (table: string, row: Record<string, unknown>) =>
      gazette.store.db
        .insertInto(table as 'setting')
        .values(row as never)
        .execute();
    await insert('source', {
      id: source,
      name: canary(),
      kind: 'person',
      url: `https://${canary()}.example/`,
      created_by: by,
    });
    await insert('claim', { id: claimed, ...ids, field: null, text: canary(), text_hash: canary() });
    await insert('evidence', {
      id: randomUUID(),
      claim_id: claimed,
      source_id: source,
      locator: canary(),
      quote: canary(),
      created_by: by,
    });
    await insert('decision', {
      id: randomUUID(),
      story_id: gazette.story.id,
      claim_id: null,
      kind: 'dismissed',
      rule: 'fact.unsourced',
      sentence: canary(),
      text_hash: canary(),
      reason: 'other',
      note: canary(),
      of_decision: null,
      by_person: by,
    });

    const both = [await gazette.connect(gazette.webhook()), await gazette.connect(gazette.wordpress())];
    gazette.line.answer(({ path }) => path.startsWith('/hook'), accepted);
    await gazette.newsroom.publish(gazette.story, document, both);
    await gazette.newsroom.settled(gazette.story, 'done', 0);
    await gazette.newsroom.settled(gazette.story, 'done', 1);

    expect(planted).toBeGreaterThan(15);
    const sent = JSON.stringify(gazette.line.crossed);
    expect(sent).toContain('Open words');
    expect(sent).not.toMatch(/CANARY/i);
    const kept = await gazette.store.db
      .selectFrom('publish_job')
      .select('payload')
      .where('story_id', '=', gazette.story.id)
      .execute();
    expect(JSON.stringify(kept)).not.toMatch(/CANARY/i);
    for (const id of [gazette.newsroom.editor.id, gazette.newsroom.writer.id, claimed, source])
      expect(sent).not.toContain(id);
    expect(gazette.newsroom.logged.join('\n')).not.toMatch(/CANARY/i);
  });

  it('does not log the secret, nor the text', () => {
    const logs = gazette.newsroom.logged.join('\n');
    expect(logs).not.toBe('');
    expect(logs).not.toContain(gazette.site.users.editor.appPassword);
    expect(logs).not.toContain(gazette.secret);
    expect(logs).not.toContain('Open words');
  });
});
