/**
 * What travels on `/collab/{storyId}` beside the stock y-websocket protocol (0 sync, 1 awareness, 2 auth,
 * 3 query awareness). A client that names its schema in the URL is ours and gets these; a stock client never does.
 *
 * The URL: `?schema=N` makes a client ours, and one that is too old is closed with `editorTooOld`; `?epoch=…` is the epoch
 * of the text that the client has kept, and another than the story's is closed with `rebuilt` before any sync.
 *
 * The order of things, which a client of ours may build on:
 * - The server's SyncStep1 is its first message, so when the provider says `synced`, the client has answered it already. The
 *   first marker of a connection goes out after that; everything typed before it, also offline, is then in front of it.
 * - `durable n` covers every sync frame that came before marker n on *this* connection. Numbers may go on counting across
 *   connections; a marker that a closed connection did not answer has to be sent again, with a number of now.
 * - After `refused`, this connection gets no `durable` any more, not even for a marker that was sent before it.
 * - Another person's change, and the answer to a first SyncStep1, reach a client only when they are committed.
 * - The server writes `user: {id, name, color}` into awareness. It takes one awareness id a connection. After a reconnect the
 *   client sets its local state once more (the clock must rise), or others, who were told that it left, do not see it for 15 s.
 */
export const messageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /** client → server: varuint n. "Tell me when everything that I sent before this is durable." */
  marker: 100,
  /** server → client: varuint n. All sync frames before marker n on this connection are committed. */
  durable: 101,
  /** server → client: varstring reason. What you sent may not be written by you; it was dropped, not stored. */
  refused: 102,
  /** server → client: varstring topic, one of `StoryTopic`. Something beside the text has changed: read it again. */
  changed: 103,
} as const;

export const storyTopics = ['claims', 'story', 'publishing'] as const;
export type StoryTopic = (typeof storyTopics)[number];

/**
 * Close codes by retry class. y-websocket 3.1 takes 4400 to 4499 as final and comes back after anything else.
 * Reasons are short: a WebSocket close reason ends at 123 bytes.
 */
export const closeCode = {
  restart: { code: 1012, reason: 'Access changed or the server restarts: come back.' },
  gap: { code: 1012, reason: 'A part of your changes did not arrive: sync again.' },
  later: { code: 1013, reason: 'The story cannot be saved right now: try again.' },
  slow: { code: 1013, reason: 'This connection does not keep up: come back.' },
  tooFast: { code: 1013, reason: 'Too many changes at once: wait a moment.' },
  tooMany: { code: 1013, reason: 'Too many windows are open on this story: close some.' },
  tooBig: { code: 1009, reason: 'That change is too large for one message.' },
  malformed: { code: 1002, reason: 'That message could not be read.' },
  noSession: { code: 4401, reason: 'Sign in again to go on writing.' },
  forgedClient: { code: 4403, reason: 'Those changes carry the mark of another person.' },
  notFound: { code: 4404, reason: 'This story is not there.' },
  editorTooOld: { code: 4409, reason: 'A newer editor is out: reload the page.' },
  rebuilt: { code: 4410, reason: 'This story was rebuilt: load it anew.' },
} as const;
export type CloseName = keyof typeof closeCode;
