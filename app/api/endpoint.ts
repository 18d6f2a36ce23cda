import { runtime } from '#runtime';
import { z } from 'zod';
import {
  Failure,
  isFailure,
  may,
  storyId,
  type Action,
  type ErrorReply,
  type Person,
  type StoryId,
} from '#protocol';

const MAX_BODY = 4 * 1024 * 1024;

/** Next gives no params at all where a path has none. */
type Context = { params: Promise<Record<string, string | string[] | undefined> | undefined> };
export type Handler = ((request: Request, context: Context) => Promise<Response>) & {
  action: Action | 'public';
};

type Given<Body> = { person: Person; body: Body; params: Record<string, string>; request: Request };
type Options<Schema extends z.ZodType, More> = {
  action: Action;
  body?: Schema;
  status?: 200 | 201 | 202;
  handle(given: Given<z.output<Schema>> & More): Promise<unknown>;
};

/**
 * A route that people of the newsroom may use: parse, one decision by `may`, one call into the server, JSON.
 * Denies by default: without a session 401, without the right 403.
 */
export function endpoint<Schema extends z.ZodType = z.ZodUndefined>(
  options: Options<Schema, object>,
): Handler {
  return route(options, (person) => {
    refuseUnless(may(person, options.action));
    return Promise.resolve({});
  });
}

/** The same for a route about the story `[id]`: one that a person may not see is 404, like one that is not there. */
export function storyEndpoint<Schema extends z.ZodType = z.ZodUndefined>(
  options: Options<Schema, { story: StoryId }>,
): Handler {
  return route(options, async (person, params) => {
    const id = storyId.safeParse(params['id']);
    const access = id.success ? await runtime().stories.access(id.data) : null;
    if (!id.success || !access || !may(person, 'story.read', access))
      throw new Failure('notFound', 'There is no such story.');
    refuseUnless(may(person, options.action, access));
    return { story: id.data };
  });
}

function route<Schema extends z.ZodType, More>(
  options: Options<Schema, More>,
  allow: (person: Person, params: Record<string, string>) => Promise<More>,
): Handler {
  const handler = async (request: Request, context: Context) =>
    answer(request, async () => {
      refuseForeign(request);
      const identity = await runtime().identify(request.headers);
      if (!identity) throw new Failure('session.missing', 'Sign in to go on.');
      const { person } = identity;
      const params = await plainParams(context);
      const more = await allow(person, params);
      const body = await parseBody(request, options.body);
      const reply = await options.handle({
        person,
        body: body as z.output<Schema>,
        params,
        request,
        ...more,
      });
      return Response.json(reply ?? {}, { status: options.status ?? 200 });
    });
  return Object.assign(handler, { action: options.action });
}

function refuseUnless(allowed: boolean): void {
  if (!allowed)
    throw new Failure('permission.denied', 'Your role does not include this. Ask an editor or an admin.');
}

/** A route for people who are not signed in yet. The Origin rule and the body's schema hold all the same. */
export function publicEndpoint<Schema extends z.ZodType>(options: {
  body: Schema;
  handle(body: z.output<Schema>): Promise<unknown>;
}): Handler {
  const handler = async (request: Request) =>
    answer(request, async () => {
      refuseForeign(request);
      const body = await parseBody(request, options.body);
      return Response.json((await options.handle(body as z.output<Schema>)) ?? {});
    });
  return Object.assign(handler, { action: 'public' as const });
}

async function answer(request: Request, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const failure = isFailure(error) ? error : unexpected(request, error);
    const reply: ErrorReply = {
      error: {
        code: failure.code,
        message: failure.message,
        ...(failure.details === undefined ? {} : { details: failure.details }),
      },
    };
    return Response.json(reply, { status: failure.status });
  }
}

function unexpected(request: Request, error: unknown): Failure {
  runtime().log.error(
    { err: error, method: request.method, path: new URL(request.url).pathname },
    'a request failed',
  );
  return new Failure('internal', 'Something went wrong here. Nothing was changed; try again.');
}

function refuseForeign(request: Request): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
  const { originAllowed } = runtime();
  const site = request.headers.get('sec-fetch-site') ?? undefined;
  if (!originAllowed({ origin: request.headers.get('origin') ?? undefined, site }))
    throw new Failure('request.crossOrigin', 'This request came from another site and was refused.');
}

async function plainParams(context: Context): Promise<Record<string, string>> {
  const params = await context.params;
  return Object.fromEntries(
    Object.entries(params ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

async function parseBody(request: Request, schema: z.ZodType | undefined): Promise<unknown> {
  if (!schema) return undefined;
  const text = await readText(request);
  let json: unknown;
  try {
    json = JSON.parse(text === '' ? '{}' : text);
  } catch (cause) {
    throw new Failure('request.malformed', 'The request is not JSON.', undefined, { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new Failure('request.malformed', issues[0]?.message ?? 'The request is not as it should be.', {
    issues,
  });
}

/** Reads at most MAX_BODY bytes, whatever Content-Length says. */
async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    size += part.value.byteLength;
    if (size > MAX_BODY) {
      await reader?.cancel();
      throw new Failure('request.tooLarge', 'This is too large. Send it in parts of up to 4 MB.');
    }
    chunks.push(part.value);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new Failure('request.malformed', 'The request is not valid UTF-8.', undefined, { cause });
  }
}
