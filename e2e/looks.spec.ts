import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { StoryOnScreen } from './story';

const draft =
  'The harbour ferry lost 40 percent of its passengers.\nMartin Holroyd diverted 600,000 pounds from the repairs fund.\nCritics say the route should never have been sold.';

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`),
    where,
  ).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`every page is accessible, wide and narrow (${colorScheme})`, async ({ as, page: stranger }) => {
    test.slow();
    const look = async (page: Page, name: string) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const [width, height] of [
        [1360, 860],
        [390, 800],
      ] as const) {
        await page.setViewportSize({ width, height });
        await expectAccessible(page, `${name} ${colorScheme} ${width}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
        if (process.env.ONRECORD_SCREENSHOTS)
          await page.screenshot({
            path: `${process.env.ONRECORD_SCREENSHOTS}/${name}-${colorScheme}-${width}.png`,
          });
      }
      await page.setViewportSize({ width: 1360, height: 860 });
    };
    await stranger.goto('/signin');
    await look(stranger, 'sign-in');
    const admin = await as('admin');
    for (const [path, button] of [
      ['/settings/people', 'Invite a person'],
      ['/settings/destinations', 'Add a destination'],
    ] as const) {
      await admin.goto(path);
      await expect(admin.getByRole('button', { name: button })).toBeVisible();
      await look(admin, path.slice(1).replace('/', '-'));
      await admin.getByRole('button', { name: button }).click();
      await look(admin, `${path.slice(1).replace('/', '-')}-dialog`);
    }
    const page = await as('editor');
    const { story } = await StoryOnScreen.start(
      page,
      `Ferry loses passengers after secret fare rise (${colorScheme})`,
    );
    await story.type(draft);
    await expect(story.row('Martin Holroyd')).toContainText('must be answered');
    await story.row('Martin Holroyd').getByRole('button').first().click();
    await look(page, 'story');
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: /^Queries/ }).click();
    await look(page, 'story-queries');
    await story.row('Martin Holroyd').getByRole('button', { name: 'Link a source' }).click();
    await look(page, 'link-source');
    await page.keyboard.press('Escape');
    await story.row('Martin Holroyd').getByRole('button', { name: 'OK as is' }).click();
    await look(page, 'ok-as-is');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Publish…' }).click();
    await expect(page.getByRole('dialog')).toContainText('stand');
    await look(page, 'publish');
    await page.goto('/');
    await expect(page.getByRole('listitem').first()).toBeVisible();
    await look(page, 'desk');
    await page.goto('/sources');
    await expect(page.getByRole('heading', { name: 'Sources' })).toBeVisible();
    await look(page, 'sources');
  });
