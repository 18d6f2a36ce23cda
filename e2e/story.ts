import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect } from './fixtures';

/** A story page, as people handle it. */
export class StoryOnScreen {
  readonly body: Locator;
  readonly saved: Locator;
  readonly queries: Locator;

  constructor(readonly page: Page) {
    this.body = page.getByTestId('body');
    this.saved = page.getByTestId('saved');
    this.queries = page.getByRole('region', { name: 'Queries' });
  }

  /** Starts a story from the desk; the page is on it afterwards. Gives its id. */
  static async start(page: Page, headline: string): Promise<{ story: StoryOnScreen; id: string }> {
    await page.goto('/');
    await page.getByRole('button', { name: 'New story' }).click();
    await page.getByLabel('Headline').fill(headline);
    await page.getByRole('button', { name: 'Start writing' }).click();
    await page.waitForURL(/\/stories\/[0-9a-f-]{36}$/);
    const story = new StoryOnScreen(page);
    await expect(story.saved).toHaveText('Saved');
    return { story, id: page.url().split('/').at(-1) ?? '' };
  }

  static async open(page: Page, id: string): Promise<StoryOnScreen> {
    await page.goto(`/stories/${id}`);
    const story = new StoryOnScreen(page);
    await expect(story.saved).toHaveText('Saved');
    return story;
  }

  /** Types at the end of the text; a newline is Enter. */
  async type(text: string): Promise<void> {
    await this.body.click();
    await this.page.keyboard.press('Control+End');
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (index > 0) await this.page.keyboard.press('Enter');
      await this.page.keyboard.type(line);
    }
  }

  /** The sidebar's rows about sentences that hold `words`. */
  row(words: string): Locator {
    return this.queries.getByRole('listitem').filter({ hasText: words });
  }

  async linkNew(words: string, card: { name: string; kind: string; url: string }): Promise<void> {
    await this.row(words)
      .getByRole('button', { name: /link a source/i })
      .click();
    const dialog = this.page.getByRole('dialog', { name: 'Link a source' });
    await dialog.getByLabel('Source', { exact: true }).fill(card.name);
    await dialog.getByRole('button', { name: /make a card/i }).click();
    await dialog.getByLabel('Kind').selectOption({ label: card.kind });
    await dialog.getByLabel('Web address').fill(card.url);
    await dialog.getByRole('button', { name: 'Make the card' }).click();
    await dialog.getByLabel('Where in it').fill('page 12');
    await dialog.getByLabel('What it says there').fill('SECRET-PASSAGE-OF-THE-EVIDENCE');
    await dialog.getByRole('button', { name: 'Link this source' }).click();
    await expect(dialog).toBeHidden();
  }

  async okAsIs(words: string, reason: string, note = ''): Promise<void> {
    await this.row(words).getByRole('button').first().click();
    await this.row(words).getByRole('button', { name: 'OK as is' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'OK as is' });
    await dialog.getByText(reason).click();
    await dialog.getByLabel('Note').fill(note);
    await dialog.getByRole('button', { name: /may stand|propose/i }).click();
    await expect(dialog).toBeHidden();
  }
}

/** The story's text as the server has it. */
export async function textOf(api: APIRequestContext, id: string): Promise<string> {
  const reply = await api.get(`/api/stories/${id}/text`);
  expect(reply.status()).toBe(200);
  return ((await reply.json()) as { text: string }).text;
}
