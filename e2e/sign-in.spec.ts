import { expect, test } from './fixtures';

test('health is public, readiness knows the database, and neither says anything', async ({ request }) => {
  for (const path of ['/healthz', '/readyz']) {
    const reply = await request.get(path);
    expect([reply.status(), await reply.text()]).toEqual([200, '']);
  }
});

test('somebody signs in with the form, and a stranger sees no story', async ({ page, newsroom }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/signin/);
  await page.getByLabel(/e-?mail/i).fill(newsroom.people.writer.email);
  await page.getByLabel(/password/i).fill(newsroom.password);
  await page.getByRole('button', { name: /sign in/i }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/');
  await expect(page.getByRole('main')).toBeVisible();
});

test('a wrong password is refused in words', async ({ page, newsroom }) => {
  await page.goto('/signin');
  await page.getByLabel(/e-?mail/i).fill(newsroom.people.writer2.email);
  await page.getByLabel(/password/i).fill('not this one');
  await page.getByRole('button', { name: /sign in/i }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible();
  await expect(page).toHaveURL(/\/signin/);
});
