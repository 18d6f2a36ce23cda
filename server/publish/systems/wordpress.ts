import { createHash } from 'node:crypto';
import { parseFragment, serialize } from 'parse5';
import { z } from 'zod';
import type { Outbound, Outcome } from '#server/outbound';
import type { PostFields, PostPayload } from '../formats';
import { Halt } from '../halt';
import type { PostSystem, RemotePost } from './system';

/** A post as `context=edit` gives it (WordPress REST API handbook, "Posts"). */
const post = z.object({
  id: z.int(),
  status: z.string(),
  slug: z.string(),
  link: z.string(),
  modified_gmt: z.string(),
  title: z.object({ raw: z.string() }),
  content: z.object({ raw: z.string() }),
  excerpt: z.object({ raw: z.string() }),
});
const posts = z.array(post);
const me = z.object({ id: z.int(), name: z.string(), capabilities: z.record(z.string(), z.boolean()) });
const refusal = z.object({ code: z.string(), message: z.string() });

const FIELDS = 'id,status,slug,link,modified_gmt,title,content,excerpt';
const STATUSES = 'publish,future,draft,pending,private';
/** WordPress appends `-2`, `-3`, … to a slug that is taken. */
const VARIANTS = 8;

type Call = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  query?: Record<string, string>;
  body?: object;
};

export type WordPressAccount = { url: string; login: string; password: string };

/** The site's answer to "who am I": what the account may do there. Throws `Halt`. */
export async function probeWordPress(
  account: WordPressAccount,
  outbound: Outbound,
): Promise<{ mayPublish: boolean }> {
  const found = await call(account, outbound, {
    method: 'GET',
    path: 'users/me',
    query: { context: 'edit' },
  });
  return { mayPublish: parse(found, me, 'again').capabilities['publish_posts'] === true };
}

/** WordPress over its REST API with an application password. Tried against 6.5; needs the `posts` routes of 4.7 and passwords of 5.6. */
export function createWordPress(account: WordPressAccount, outbound: Outbound): PostSystem {
  const ask = (request: Call) => call(account, outbound, request);

  return {
    shape: 'posts',

    async lookup(marker) {
      const slugs = [marker, ...Array.from({ length: VARIANTS }, (_, n) => `${marker}-${n + 2}`)];
      const query = {
        slug: slugs.join(','),
        status: STATUSES,
        context: 'edit',
        orderby: 'id',
        order: 'asc',
        per_page: '50',
        _fields: FIELDS,
      };
      const found = parse(await ask({ method: 'GET', path: 'posts', query }), posts, 'again');
      return found.map(remotePost).sort((a, b) => a.order - b.order);
    },

    async create(payload: PostPayload) {
      const body = { status: 'draft', slug: payload.marker, ...payload.fields };
      const made = await ask({ method: 'POST', path: 'posts', query: { _fields: FIELDS }, body });
      return remotePost(parse(made, post, 'unknown'));
    },

    async read(id) {
      const query = { context: 'edit', _fields: FIELDS };
      const found = await ask({ method: 'GET', path: `posts/${id}`, query });
      // Only WordPress's own words mean that the post is gone: a host's bare 404 says nothing about it.
      if (isGone(found)) return null;
      return remotePost(parse(found, post, 'again'));
    },

    async update(id, fields) {
      const body = { title: fields.title, content: fields.content, excerpt: fields.excerpt };
      const saved = await ask({ method: 'POST', path: `posts/${id}`, query: { _fields: FIELDS }, body });
      return remotePost(parse(saved, post, 'unknown'));
    },

    async publish(id, slug) {
      const body = { status: 'publish', slug };
      const saved = await ask({ method: 'POST', path: `posts/${id}`, query: { _fields: FIELDS }, body });
      return remotePost(parse(saved, post, 'unknown'));
    },

    async discard(id) {
      const gone = await ask({ method: 'DELETE', path: `posts/${id}` });
      if (!isGone(gone)) parse(gone, z.unknown(), 'unknown');
    },

    differing: (one, other) => {
      const [a, b] = [normal(one), normal(other)];
      return (['title', 'content', 'excerpt'] as const).filter((field) => a[field] !== b[field]);
    },

    fingerprint: (fields) =>
      createHash('sha256')
        .update(JSON.stringify(normal(fields)))
        .digest('hex'),
  };
}

/**
 * Two spellings of one HTML tree count as equal: WordPress stores an author's `&` and `&#91;` in its own spelling. Block
 * comments are part of the tree.
 */
function normal(fields: PostFields): PostFields {
  const tree = (html: string) => serialize(parseFragment(html.replace(/\r\n?/g, '\n'))).trim();
  return { title: tree(fields.title), content: tree(fields.content), excerpt: tree(fields.excerpt) };
}

function remotePost(found: z.infer<typeof post>): RemotePost {
  return {
    id: String(found.id),
    order: found.id,
    state: stateOf(found.status),
    slug: found.slug,
    url: found.link,
    version: found.modified_gmt,
    fields: { title: found.title.raw, content: found.content.raw, excerpt: found.excerpt.raw },
  };
}

function stateOf(status: string): RemotePost['state'] {
  if (status === 'publish') return 'public';
  if (status === 'draft') return 'draft';
  return status === 'trash' ? 'gone' : 'other';
}

type Answer = Extract<Outcome, { kind: 'answered' }>;

async function call(account: WordPressAccount, outbound: Outbound, request: Call): Promise<Answer> {
  const url = new URL(`${account.url.replace(/\/+$/, '')}/wp-json/wp/v2/${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  const outcome = await outbound.send({
    origin: url.origin,
    url: url.href,
    method: request.method,
    headers: {
      authorization: `Basic ${Buffer.from(`${account.login}:${account.password}`).toString('base64')}`,
      accept: 'application/json',
      'cache-control': 'no-cache',
      ...(request.body ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    },
    ...(request.body ? { body: JSON.stringify(request.body) } : {}),
  });
  const writing = request.method !== 'GET';
  switch (outcome.kind) {
    case 'refused':
      throw new Halt('refused', outcome.reason);
    case 'unreachable':
      throw new Halt('again', `WordPress cannot be reached: ${outcome.reason}`);
    case 'unknown':
      throw writing
        ? new Halt(
            'unknown',
            `WordPress gave no answer, and may have saved the story all the same: ${outcome.reason}`,
          )
        : new Halt('again', `WordPress gave no answer: ${outcome.reason}`);
    case 'answered':
      if (mayPass(outcome.status)) {
        // A gateway that lost its backend half-way cannot tell whether the backend went on.
        const code = writing && [502, 504].includes(outcome.status) ? 'unknown' : 'again';
        throw new Halt(code, `WordPress is not able to answer now: ${said(outcome)}`, retryAfter(outcome));
      }
      return outcome;
  }
}

/** The statuses after which the same request may succeed (RFC 9110; 425 RFC 8470; 429 RFC 6585). */
export function mayPass(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Retry-After in milliseconds, from seconds or a date (RFC 9110, 10.2.3); null where it says nothing usable. */
export function retryAfter({ headers }: Answer, now = Date.now()): number | null {
  const value = headers['retry-after']?.trim();
  if (!value) return null;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) && wait >= 0 ? wait : null;
}

/**
 * The answer's body in its schema; `Halt` for a refusal, and for an answer that is not WordPress's.
 *
 * @param unreadable what a 2xx means that cannot be read: after a write it may have been saved
 */
function parse<T>(answer: Answer, schema: z.ZodType<T>, unreadable: 'again' | 'unknown'): T {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    const to = answer.headers['location'];
    throw new Halt(
      'refused',
      `The site sends us on${to ? ` to ${to.slice(0, 200)}` : ''}. Enter that address as the destination's own.`,
    );
  }
  const body = json(answer.body);
  if (status === 401)
    throw new Halt(
      'refused',
      `WordPress does not accept the account's name or application password (${said(answer)}). Some hosts take the ` +
        `Authorization header away: ask yours.`,
    );
  if (status === 404 && !refusal.safeParse(body).success)
    throw new Halt(
      'refused',
      'There is no WordPress REST API at this address. Its permalinks must not be set to "Plain".',
    );
  if (status >= 400) throw new Halt('refused', `WordPress refused: ${said(answer)}`);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Halt(unreadable, 'The site answered with something that is not a WordPress reply.');
}

function isGone(answer: Answer): boolean {
  return (answer.status === 404 || answer.status === 410) && refusal.safeParse(json(answer.body)).success;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The remote's own words, short and without markup. */
function said(answer: Answer): string {
  const parsed = refusal.safeParse(json(answer.body));
  if (!parsed.success) return `HTTP ${answer.status}`;
  const words = parsed.data.message
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `${words.slice(0, 200)} (${parsed.data.code.slice(0, 80)}, HTTP ${answer.status})`;
}
