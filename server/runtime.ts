import type { Accounts, Identify, Origins } from '#server/accounts';
import type { Claims } from '#server/claims';
import type { Publisher } from '#server/publish';
import type { Review } from '#server/review';
import type { Sources } from '#server/sources';
import type { Stories } from '#server/stories';
import type { Sync } from '#server/sync';
import type { Logger } from 'pino';

/**
 * What the wiring file hands to Next's route handlers. They are another module instance than the server (their imports of the same
 * files would be second copies), so everything shared goes through this one object on `globalThis`.
 */
export interface Runtime {
  /** Where people reach this install, for links: `http://localhost:3000`. */
  origin: string;
  /** The secret that next-auth signs cookies with. */
  secret: string;
  /** `X-Forwarded-For` counts only behind a proxy of ours. */
  trustProxy: boolean;
  identify: Identify;
  /** The rule for requests that change something, and for upgrades. */
  originAllowed(origins: Origins): boolean;
  accounts: Accounts;
  stories: Stories;
  claims: Claims;
  sources: Sources;
  review: Review;
  publisher: Publisher;
  sync: Sync;
  log: Logger;
}

const key = Symbol.for('onrecord.runtime');
type Holder = { [key]?: Runtime };

/** Called once, by `server/main.ts`. */
export function provideRuntime(made: Runtime): void {
  (globalThis as Holder)[key] = made;
}

/** The running server. Throws where there is none, as in a build. */
export function runtime(): Runtime {
  const made = (globalThis as Holder)[key];
  if (!made)
    throw new Error('The server is not running: pages and routes are served by server/main.ts only.');
  return made;
}
