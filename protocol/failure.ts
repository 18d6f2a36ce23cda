import { z } from 'zod';

/** Every error that may reach a person or a script, with its HTTP status (RFC 9110). */
export const statusOf = {
  'request.malformed': 400,
  'request.tooLarge': 413,
  'request.crossOrigin': 403,
  'session.missing': 401,
  'session.wrongPassword': 401,
  'session.tooManyTries': 429,
  'permission.denied': 403,
  notFound: 404,
  'invite.spent': 410,
  'person.exists': 409,
  'claim.textDiffers': 409,
  'claim.notFound': 404,
  'claim.elsewhere': 409,
  'story.slugTaken': 409,
  'story.rebuilt': 409,
  'document.invalid': 422,
  'gate.blocked': 422,
  'publish.inProgress': 409,
  'destination.unreachable': 502,
  'destination.refused': 422,
  'outbound.refused': 422,
  'sync.unavailable': 503,
  'store.unavailable': 503,
  'secret.unreadable': 500,
  internal: 500,
} as const;

export type FailureCode = keyof typeof statusOf;

/**
 * The one error of ours that may cross a border. `message` is a sentence that a reporter understands and that
 * says what to do; `details` is JSON for scripts. Told apart by `code`, never by `instanceof`: Next's route
 * handlers are another module instance than the server.
 */
export class Failure extends Error {
  readonly status: number;
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly details?: unknown,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'Failure';
    this.status = statusOf[code];
  }
}

/** True for a `Failure` of any module instance. */
export function isFailure(error: unknown): error is Failure {
  return (
    error instanceof Error && error.name === 'Failure' && 'code' in error && String(error.code) in statusOf
  );
}

/** The body of every error reply of the JSON API. */
export const errorReply = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});
export type ErrorReply = z.infer<typeof errorReply>;
