import { expect, test } from './fixtures';
import { StoryOnScreen, textOf } from './story';

const lead = 'The leisure centre will close on 31 March, council leader Imogen Pascoe said on Tuesday.';
const accusation =
  'Martin Holroyd diverted 600,000 pounds from the repairs fund to hide overspending on the town hall.';
const quote = '“Nobody came into politics to close a pool,” Pascoe told reporters.';
const placeholder = 'It opened in TKTK.';

test('two writers and an editor bring a story with a claim in doubt to a real WordPress', async ({
  as,
  api,
  wordpress,
  newsroom,
  request,
}) => {
  test.slow();
  const admin = await as('admin');
  await admin.goto('/');
  await admin.getByRole('link', { name: 'Destinations' }).click();
  await admin.getByRole('button', { name: 'Add a destination' }).click();
  const adding = admin.getByRole('dialog');
  await adding.getByLabel('Name').fill('The Gazette');
  await adding.getByLabel('Address').fill(wordpress.url);
  await adding.getByLabel('User').fill(wordpress.users.editor.login);
  await adding.getByLabel('Application password').fill('wrong wrong wrong');
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(adding.getByRole('alert')).toContainText(/password/i);
  await adding.getByLabel('Application password').fill(wordpress.users.editor.appPassword);
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(admin.getByText('The Gazette')).toBeVisible();

  // Two browsers write one story.
  const wren = await as('writer');
  const { story: first, id } = await StoryOnScreen.start(wren, 'Leisure centre to close');
  const second = await StoryOnScreen.open(await as('writer2'), id);
  await first.type(`${lead}\n${accusation}`);
  await expect(second.body).toContainText(accusation);
  await second.type(`\n${quote}\n${placeholder}`);
  await expect(first.body).toContainText(placeholder);
  await expect(first.body.locator('.caret')).toHaveAttribute('data-name', newsroom.people.writer2.name);
  await expect(first.page.getByRole('group', { name: /also here: Marta/i })).toBeVisible();
  await expect(first.saved).toHaveText('Saved');

  // The sidebar says which claim has no source, leads to it, and the text leads back.
  const row = first.row('Martin Holroyd');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('must be answered');
  await row.getByRole('button').first().click();
  const underlined = first.body.locator('.query[data-selected]');
  await expect(underlined).toHaveText(accusation);
  await expect(underlined).toBeInViewport();
  await expect(first.row('leisure centre will close')).toHaveCount(0);
  await second.body.locator('.query', { hasText: 'Martin Holroyd' }).click();
  await expect(second.row('Martin Holroyd')).toHaveAttribute('data-selected', 'true');

  // The gate refuses on the server, whatever the button says.
  const editorApi = await api('editor');
  const { destinations } = await (await editorApi.get('/api/destinations')).json();
  const refused = await editorApi.post(`/api/stories/${id}/publish`, {
    data: { destinations: [destinations[0].id] },
  });
  expect(refused.status()).toBe(422);
  const { error } = await refused.json();
  expect(error.details.blockers.map((blocker: { rule: string }) => blocker.rule).sort()).toEqual([
    'accusation.unsourced',
    'placeholder.left',
  ]);
  const ed = await as('editor');
  const editing = await StoryOnScreen.open(ed, id);
  await ed.getByRole('button', { name: 'Publish…' }).click();
  const publishing = ed.getByRole('dialog', { name: 'Publish' });
  await expect(publishing).toContainText('2 things stand in the way');
  await expect(publishing.getByRole('button', { name: 'Publish this version' })).toHaveCount(0);
  await publishing.getByRole('button', { name: /TKTK/ }).click();
  await expect(publishing).toBeHidden();
  // The jump has selected the placeholder: typing replaces it.
  await expect(editing.body).toBeFocused();
  await ed.keyboard.type('1978');
  await expect(first.body).toContainText('It opened in 1978.');

  // A writer gives the accusation its source: everybody's sidebar follows, and the mark is the server's.
  await first.linkNew('Martin Holroyd', {
    name: 'Audit report SECRET-CARD',
    kind: 'Document',
    url: 'https://audit.example/2025',
  });
  await expect(first.row('Martin Holroyd')).toHaveCount(0);
  await expect(editing.row('Martin Holroyd')).toHaveCount(0);
  await expect(second.body.locator('.claim')).toHaveText(accusation);
  await first.queries.getByRole('tab', { name: /answered/i }).click();
  await expect(first.row('Martin Holroyd')).toContainText('Audit report SECRET-CARD');

  // Now it passes, and what was frozen is exactly what WordPress shows.
  await expect(editing.saved).toHaveText('Saved');
  await ed.getByRole('button', { name: 'Publish…' }).click();
  await expect(publishing).toContainText('Nothing stands in the way');
  await publishing.getByRole('button', { name: 'Publish this version' }).click();
  await expect(publishing.getByRole('region', { name: 'Deliveries' })).toContainText('Published', {
    timeout: 30_000,
  });
  const link = await publishing.getByRole('link', { name: /open/i }).getAttribute('href');

  const credentials = Buffer.from(
    `${wordpress.users.editor.login}:${wordpress.users.editor.appPassword}`,
  ).toString('base64');
  const found = await request.get(
    `${wordpress.url}/wp-json/wp/v2/posts?context=edit&status=any&search=Leisure`,
    {
      headers: { authorization: `Basic ${credentials}` },
    },
  );
  const posts = (await found.json()) as {
    status: string;
    link: string;
    title: { raw: string };
    content: { raw: string };
  }[];
  expect(posts.map((post) => [post.status, post.title.raw, post.link])).toEqual([
    ['publish', 'Leisure centre to close', link],
  ]);
  const raw = posts[0]?.content.raw ?? '';
  const words = raw
    .replace(/<!--.*?-->/g, '')
    .split(/<\/?p[^>]*>/)
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n')
    .replaceAll('&amp;', '&');
  const frozen = await newsroom.db
    .selectFrom('version')
    .select(['text', 'seq'])
    .where('story_id', '=', id as never)
    .execute();
  expect(frozen).toEqual([
    { seq: 1, text: `Leisure centre to close\n\n${lead}\n\n${accusation}\n\n${quote}\n\nIt opened in 1978.` },
  ]);
  expect(`Leisure centre to close\n\n${words}`).toBe(frozen[0]?.text);
  for (const inside of [
    'claim',
    'data-',
    'SECRET',
    id,
    newsroom.people.writer.id,
    'demo',
    '@news.test',
    'page 12',
  ])
    expect(raw, `"${inside}" must not leave`).not.toContain(inside);
  const page = await request.get(link ?? '');
  expect(await page.text()).toContain('diverted 600,000 pounds');

  // The desk says so too.
  await wren.goto('/');
  await expect(wren.getByRole('listitem').filter({ hasText: 'Leisure centre to close' })).toContainText(
    'Published',
  );
  expect(await textOf(editorApi, id)).toBe(frozen[0]?.text);
});

test('"OK as is" answers a query for everybody; on an accusation a writer only proposes, and an editor decides', async ({
  as,
}) => {
  const { story, id } = await StoryOnScreen.start(await as('writer'), 'Ferry fares double');
  await story.type(`The harbour ferry lost 40 percent of its passengers.\n${accusation}`);
  await story.okAsIs('40 percent', 'Common knowledge');
  await expect(story.row('40 percent')).toHaveCount(0);
  await story.okAsIs('Martin Holroyd', 'Another reason', 'The court said so');
  await expect(story.row('Martin Holroyd')).toContainText('answer proposed');
  const editing = await StoryOnScreen.open(await as('editor'), id);
  await expect(editing.row('Martin Holroyd')).toContainText('must be answered');
  await editing.okAsIs('Martin Holroyd', 'The story names the source elsewhere');
  await expect(editing.row('Martin Holroyd')).toHaveCount(0);
  await expect(story.row('Martin Holroyd')).toHaveCount(0);
  // Taken back, it is open again.
  await editing.queries.getByRole('tab', { name: /answered/i }).click();
  await editing
    .row('Martin Holroyd')
    .getByRole('button', { name: /take back/i })
    .click();
  await expect(story.row('Martin Holroyd')).toContainText('must be answered');
});

test('a linked claim opens again when its facts change, and can be unlinked', async ({ as }) => {
  const { story } = await StoryOnScreen.start(await as('writer'), 'Repairs fund');
  await story.type(accusation);
  await story.row('Martin Holroyd').getByRole('button').first().click();
  await story.linkNew('Martin Holroyd', { name: 'Ledger', kind: 'Document', url: '' });
  await expect(story.row('Martin Holroyd')).toHaveCount(0);
  await expect(story.body.locator('.claim')).toHaveText(accusation);
  await story.queries.getByRole('tab', { name: /answered/i }).click();
  await story
    .row('Martin Holroyd')
    .getByRole('button', { name: /take back/i })
    .click();
  await expect(story.body.locator('.claim')).toHaveCount(0);
  await story.queries.getByRole('tab', { name: /open/i }).click();
  await expect(story.row('Martin Holroyd')).toContainText('must be answered');
});

test('a stranger reads nothing, and the sole author does not publish alone', async ({
  as,
  api,
  playwright,
  newsroom,
}) => {
  const { id } = await StoryOnScreen.start(await as('writer'), 'Not for strangers');
  const stranger = await playwright.request.newContext({ baseURL: newsroom.url });
  for (const path of ['', '/text', '/analysis', '/claims', '/gate', '/jobs']) {
    const reply = await stranger.get(`/api/stories/${id}${path}`);
    expect([path, reply.status(), (await reply.text()).includes('strangers')]).toEqual([path, 401, false]);
  }
  for (const path of ['/api/stories', '/api/sources', '/api/people', '/api/destinations'])
    expect((await stranger.get(path)).status()).toBe(401);
  const page = await stranger.get(`/stories/${id}`, { maxRedirects: 0 });
  expect([page.status(), page.headers()['location']]).toEqual([307, '/signin']);
  // An admin has no editorial right by that.
  expect((await (await api('admin')).get(`/api/stories/${id}/text`)).status()).toBe(404);
  await stranger.dispose();

  const editor = await api('editor');
  const own = await (await editor.post('/api/stories', { data: { headline: 'Mine', text: lead } })).json();
  const gate = await (await editor.get(`/api/stories/${own.id}/gate`)).json();
  expect(gate.blockers.map((blocker: { rule: string }) => blocker.rule)).toEqual(['signoff.soleAuthor']);
});
