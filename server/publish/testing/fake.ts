import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { SiteAddress } from './wordpress';

type Role = 'administrator' | 'editor' | 'author';
type User = { id: number; login: string; role: Role; appPassword: string };
type Post = {
  id: number;
  author: number;
  status: string;
  slug: string;
  title: string;
  content: string;
  excerpt: string;
  categories: number[];
  modified: string;
};
type Reply = { status: number; body: unknown };

const incoming = z.object({
  status: z.string().optional(),
  slug: z.string().optional(),
  title: z.string().optional(),
  content: z.string().optional(),
  excerpt: z.string().optional(),
  categories: z.array(z.int()).optional(),
});

export type FakeWordPress = SiteAddress & {
  /** A plugin of the site that rewrites what is saved. */
  rewrite: (content: string) => string;
  stop(): Promise<void>;
};

/**
 * A stand-in for WordPress's posts API with its habits, as observed on 6.5.5: a repeated create makes a second post whose
 * slug ends in `-2`, also where the first is a draft; an author's HTML is filtered and an editor's is not; the last
 * write wins; updating a post in the trash answers 200 and leaves it there; DELETE moves to the trash under another slug,
 * and answers 410 when repeated; errors are `{code, message}`; everything is stored before the answer is sent.
 */
export async function startFakeWordPress(): Promise<FakeWordPress> {
  const posts = new Map<number, Post>();
  const users = new Map<string, User>();
  for (const [login, role] of [
    ['admin', 'administrator'],
    ['editor', 'editor'],
    ['author', 'author'],
  ] as const)
    users.set(login, { id: users.size + 1, login, role, appPassword: randomBytes(12).toString('hex') });
  const account = (login: string) => ({ login, appPassword: users.get(login)?.appPassword ?? '' });
  let nextId = 4;
  let url = '';
  let clock = Date.parse('2026-01-01T00:00:00Z');

  const refuse = (status: number, code: string, message: string): Reply => ({
    status,
    body: { code, message, data: { status } },
  });
  const mayEdit = (user: User, post: Post) => user.role !== 'author' || post.author === user.id;

  function shown(post: Post) {
    const date = '2026/01/01';
    const link = post.status === 'publish' ? `${url}/${date}/${post.slug}/` : `${url}/?p=${post.id}`;
    return {
      id: post.id,
      status: post.status,
      slug: post.slug,
      link,
      modified_gmt: post.modified,
      title: { raw: post.title, rendered: post.title },
      content: { raw: post.content, rendered: post.content },
      excerpt: { raw: post.excerpt, rendered: post.excerpt },
      categories: post.categories,
    };
  }

  /** wp_unique_post_slug, which the REST controller also asks for drafts. */
  function uniqueSlug(slug: string, id: number): string {
    const taken = new Set([...posts.values()].filter((post) => post.id !== id).map((post) => post.slug));
    if (!slug || !taken.has(slug)) return slug;
    let n = 2;
    while (taken.has(`${slug}-${n}`)) n += 1;
    return `${slug}-${n}`;
  }

  function store(post: Post, user: User, change: z.infer<typeof incoming>): void {
    const filtered = (html: string) => (user.role === 'author' ? filterHtml(html) : html).trim();
    if (change.title !== undefined) post.title = filtered(change.title);
    if (change.content !== undefined) post.content = filtered(site.rewrite(change.content));
    if (change.excerpt !== undefined) post.excerpt = filtered(change.excerpt);
    if (change.categories) post.categories = change.categories;
    if (change.slug !== undefined) post.slug = uniqueSlug(change.slug, post.id);
    if (change.status && post.status !== 'trash') post.status = change.status;
    if (post.status === 'publish' && !post.slug) post.slug = uniqueSlug(`post-${post.id}`, post.id);
    clock += 1000;
    post.modified = new Date(clock).toISOString().slice(0, 19);
    posts.set(post.id, post);
  }

  function answer(method: string, target: URL, user: User, body: unknown): Reply {
    const path = target.pathname.replace('/wp-json/wp/v2', '');
    if (method === 'GET' && path === '/users/me') {
      const capabilities: Record<string, boolean> = { edit_posts: true, publish_posts: true };
      return { status: 200, body: { id: user.id, name: user.login, capabilities } };
    }
    if (path === '/posts' && method === 'GET') {
      const slugs = target.searchParams.get('slug')?.split(',');
      const statuses = (target.searchParams.get('status') ?? 'publish').split(',');
      const found = [...posts.values()].filter(
        (post) =>
          statuses.includes(post.status) && (!slugs || slugs.includes(post.slug)) && mayEdit(user, post),
      );
      return { status: 200, body: found.map(shown) };
    }
    if (path === '/posts' && method === 'POST') {
      const post: Post = {
        id: nextId++,
        author: user.id,
        status: 'draft',
        slug: '',
        title: '',
        content: '',
        excerpt: '',
        categories: [1],
        modified: '',
      };
      store(post, user, incoming.parse(body));
      return { status: 201, body: shown(post) };
    }
    if (path === '/categories' && method === 'POST') return { status: 201, body: { id: nextId++ } };
    const post = posts.get(Number(/^\/posts\/(\d+)$/.exec(path)?.[1]));
    if (!post) return refuse(404, 'rest_post_invalid_id', 'Invalid post ID.');
    if (!mayEdit(user, post))
      return refuse(403, 'rest_cannot_edit', 'Sorry, you are not allowed to edit this post.');
    if (method === 'GET') return { status: 200, body: shown(post) };
    if (method === 'DELETE') {
      const force = target.searchParams.get('force') === 'true';
      if (post.status === 'trash' && !force)
        return refuse(410, 'rest_already_trashed', 'The post has already been deleted.');
      if (force) posts.delete(post.id);
      else Object.assign(post, { status: 'trash', slug: `${post.slug}__trashed` });
      return { status: 200, body: shown(post) };
    }
    store(post, user, incoming.parse(body));
    return { status: 200, body: shown(post) };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [login, password] = Buffer.from(
        (request.headers.authorization ?? '').slice('Basic '.length),
        'base64',
      )
        .toString()
        .split(':');
      const user = users.get(login ?? '');
      const text = Buffer.concat(chunks).toString();
      const reply =
        user?.appPassword === password && user
          ? answer(request.method ?? '', new URL(request.url ?? '/', url), user, text ? JSON.parse(text) : {})
          : refuse(401, 'incorrect_password', 'The provided password is an invalid application password.');
      response
        .writeHead(reply.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const site: FakeWordPress = {
    url,
    users: { admin: account('admin'), editor: account('editor'), author: account('author') },
    rewrite: (content) => content,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return site;
}

/** What kses does to an author's HTML, as far as a text from here could meet it: tags go, their text stays. */
function filterHtml(html: string): string {
  return html
    .replace(/<\/?(script|style|iframe|form|input|svg|object|embed)\b[^>]*>/gi, '')
    .replace(/\s(on\w+|data-[\w-]+)="[^"]*"/gi, '');
}
