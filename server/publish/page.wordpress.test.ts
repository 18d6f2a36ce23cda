import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Store } from '#server/store';
import { testStore } from '#server/store/testing';
import { br, h, p, quote, readersText, story as copy, text } from './testing/copy';
import { openNewsroom, type Newsroom } from './testing/newsroom';

let store: Store;
let newsroom: Newsroom;
beforeAll(async () => {
  store = await testStore();
  newsroom = await openNewsroom(store);
});
afterAll(async () => {
  await newsroom.close();
  await store.close();
});

it('shows a reader the story as it was signed off, typed shortcodes, tags and comments included', async () => {
  const { url, users } = inject('wordpress');
  const to = await newsroom.publisher.destinations.add(newsroom.admin, {
    kind: 'wordpress',
    name: 'Gazette',
    url,
    account: users.editor.login,
    secret: users.editor.appPassword,
  });
  const story = await newsroom.story();
  const document = copy(
    { headline: `Page ${story.shortId}`, byline: 'By Ada', dateline: 'PORT ELLERY' },
    p('Words like [gallery] and [caption]these[/caption] stay words.'),
    p('So do <b>tags</b>, <!-- more --> and <!-- wp:html --> comments.'),
    h(2, 'Then'),
    p('One line', br, text('and another', 'bold'), '.'),
    quote(p('She left.')),
  );
  await newsroom.publish(story, document, [to.id]);
  const { remoteUrl } = await newsroom.settled(story, 'done');
  const page = await fetch(String(remoteUrl), { redirect: 'manual' });
  expect(page.status).toBe(200);
  const [, article] = /<div class="entry-content[^>]*>(.*?)<\/div>/s.exec(await page.text()) ?? [];
  expect(readersText(article ?? '')).toBe(
    [
      'By Ada',
      'PORT ELLERY — Words like [gallery] and [caption]these[/caption] stay words.',
      // WordPress sets dashes by itself when it shows a post; what it stores is what was sent.
      'So do <b>tags</b>, <!– more –> and <!– wp:html –> comments.',
      'Then',
      'One line\nand another.',
      'She left.',
    ].join('\n\n'),
  );
});
