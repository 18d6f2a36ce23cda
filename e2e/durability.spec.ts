import { expect, test } from './fixtures';
import { StoryOnScreen, textOf } from './story';

test('kill -9 while two people type: nothing that the other had seen is lost, and both go on writing', async ({
  as,
  api,
  newsroom,
}) => {
  test.slow();
  const { story: wren, id } = await StoryOnScreen.start(await as('writer'), 'Written through a crash');
  const marta = await StoryOnScreen.open(await as('writer2'), id);
  await wren.type('Wren: ');
  await marta.type('\nMarta: ');

  // Words that the colleague's screen showed before the crash, as the colleague's own page noted them.
  const seen = new Set<string>();
  await marta.page.exposeFunction('sawWords', (words: string[]) => words.forEach((word) => seen.add(word)));
  await marta.page.evaluate(() => {
    const body = document.querySelector('[data-testid="body"]');
    const note = () =>
      (window as unknown as { sawWords(words: string[]): void }).sawWords(
        body?.textContent?.match(/w\d+\b/g) ?? [],
      );
    if (body)
      new MutationObserver(note).observe(body, { subtree: true, childList: true, characterData: true });
  });

  let typing = true;
  let word = 0;
  await wren.body.click();
  const writing = (async () => {
    await wren.page.keyboard.press('Control+Home');
    await wren.page.keyboard.press('End');
    while (typing) await wren.page.keyboard.type(` w${word++}`, { delay: 5 });
  })();
  await expect.poll(() => seen.size).toBeGreaterThan(20);
  await newsroom.kill();
  const seenAtDeath = [...seen];
  // The page says truthfully that it is alone, and keeps taking words.
  await expect(wren.saved).toHaveText(/^Offline: \d+ changes? waiting$/);
  const wordsOffline = word;
  await expect.poll(() => word).toBeGreaterThan(wordsOffline + 10);
  typing = false;
  await writing;
  await newsroom.restart();

  await expect(wren.saved).toHaveText('Saved', { timeout: 30_000 });
  const stored = await textOf(await api('writer'), id);
  const missing = seenAtDeath.filter((seenWord) => !stored.includes(` ${seenWord}`));
  expect(missing).toEqual([]);
  // Not only what was seen: everything that was typed, also while the server was gone.
  for (let n = 0; n < word; n++) expect(stored).toContain(` w${n}`);
  await expect(marta.body).toContainText(` w${word - 1}`);
  await marta.type('still here');
  await expect(wren.body).toContainText('still here');
});

test('what is typed offline survives a reload, and is saved once the network is back', async ({
  as,
  api,
}) => {
  const page = await as('writer');
  const { story, id } = await StoryOnScreen.start(page, 'Hotel Wi-Fi');
  await story.type('Before the tunnel.');
  await expect(story.saved).toHaveText('Saved');
  // The socket is cut and stays away: pages and requests still come, as with a proxy that drops WebSockets.
  await page.routeWebSocket(/\/collab\//, (socket) => void socket.close());
  await page.reload();
  await expect(story.body).toContainText('Before the tunnel.');
  await story.type(' In the tunnel.');
  await expect(story.saved).toHaveText(/^Offline/);
  await page.reload();
  await expect(story.body).toContainText('Before the tunnel. In the tunnel.');
  expect(await textOf(await api('writer'), id)).not.toContain('In the tunnel.');
  await page.unrouteAll();
  const fresh = await page.context().newPage();
  const again = await StoryOnScreen.open(fresh, id);
  await expect(again.body).toContainText('Before the tunnel. In the tunnel.');
  expect(await textOf(await api('writer'), id)).toContain('Before the tunnel. In the tunnel.');
});
