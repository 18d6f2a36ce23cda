import { z } from 'zod';
import { versionHash, type StoryDocument } from '#document';
import { wordpressPayload } from '../formats';
import type { TestStory } from './newsroom';
import type { SiteAddress } from './wordpress';

const remotePost = z.object({
  id: z.int(),
  status: z.string(),
  slug: z.string(),
  link: z.string(),
  title: z.object({ raw: z.string() }),
  content: z.object({ raw: z.string() }),
  excerpt: z.object({ raw: z.string() }),
  categories: z.array(z.int()),
});
/** A post as the site's own admin sees it. */
export type SitePost = z.infer<typeof remotePost>;

/** A request of the site's own admin, past any line: what somebody at the CMS does and sees. */
export async function asAdmin(
  site: SiteAddress,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const { login, appPassword } = site.users.admin;
  const response = await fetch(`${site.url}/wp-json/wp/v2/${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${login}:${appPassword}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.json();
}

export async function readPost(site: SiteAddress, id: number): Promise<SitePost> {
  return remotePost.parse(await asAdmin(site, 'GET', `posts/${id}?context=edit`));
}

/** Every post of a story on the site, in the trash too, by its marker and its public slug, oldest first. */
export async function postsOf(
  site: SiteAddress,
  story: TestStory,
  document: StoryDocument,
): Promise<SitePost[]> {
  const { slug, marker } = wordpressPayload(
    { ...story, seq: 1, hash: versionHash(document), document },
    null,
  );
  const variants = [slug, marker].flatMap((base) => [base, ...[2, 3, 4].map((n) => `${base}-${n}`)]);
  const query = new URLSearchParams({
    context: 'edit',
    per_page: '50',
    status: 'publish,future,draft,pending,private,trash',
    slug: [...variants, ...variants.map((variant) => `${variant}__trashed`)].join(','),
  });
  const found = z.array(remotePost).parse(await asAdmin(site, 'GET', `posts?${query}`));
  return found.sort((a, b) => a.id - b.id);
}
