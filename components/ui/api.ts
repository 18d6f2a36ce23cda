import { errorReply, Failure, statusOf, type FailureCode } from '#protocol';

/**
 * One request to our JSON API. Every reply that is no success becomes a `Failure` with a sentence to show; a network that is
 * away is one too, so that callers have one thing to catch.
 */
export async function api<T>(
  path: string,
  parse: (json: unknown) => T,
  options: {
    method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    body?: unknown;
    headers?: Record<string, string>;
  } = {},
): Promise<T> {
  const { method = 'GET', body, headers } = options;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new Failure(
      'sync.unavailable',
      'There is no connection to the server. Try again in a moment.',
      undefined,
      { cause },
    );
  }
  const json: unknown = await response.json().catch(() => null);
  if (response.ok) return parse(json);
  const reply = errorReply.safeParse(json);
  if (!reply.success)
    throw new Failure('internal', `The server answered with an error (${response.status}). Try again.`);
  const { code, message, details } = reply.data.error;
  throw new Failure(code in statusOf ? (code as FailureCode) : 'internal', message, details);
}

/** The sentence to show for whatever was caught. */
export const sentenceOf = (error: unknown) =>
  error instanceof Error ? error.message : 'Something went wrong. Try again.';
