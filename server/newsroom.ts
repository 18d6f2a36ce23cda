import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type pino from 'pino';
import { createAnalyser, defaultPolicy } from '#attribution';
import { may } from '#protocol';
import {
  createAccounts,
  createIdentify,
  createSignInLimits,
  originAllowed,
  type Origins,
} from '#server/accounts';
import { createClaims } from '#server/claims';
import { createOutbound } from '#server/outbound';
import { createPublisher } from '#server/publish';
import { createReview } from '#server/review';
import { createSecrets } from '#server/secrets';
import { createSources } from '#server/sources';
import type { Store } from '#server/store';
import { createStories } from '#server/stories';
import { createSync } from '#server/sync';
import type { Config } from './config';
import type { Keys } from './keys';
import type { Runtime } from './runtime';

/** Everything behind the pages: the services, wired to one another. */
export interface Newsroom {
  runtime: Runtime;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sockets first, so that what was typed is durable; then what follows from it. */
  close(): Promise<void>;
}

/** Make this, give it to that. `origin` is where people reach us; `port` the one that we listen on. */
export function openNewsroom(made: {
  store: Store;
  keys: Keys;
  config: Config;
  origin: string;
  port: number;
  log: pino.Logger;
}): Newsroom {
  const { store, keys, config, origin, port, log } = made;
  const { db } = store;
  const allowed = (from: Origins) => originAllowed(from, config.publicOrigin, port);

  const accounts = createAccounts({
    db,
    limits: createSignInLimits(),
    onAccessChanged: (person) => sync.recheck({ person }),
  });
  const identify = createIdentify({
    accounts,
    secret: keys.sessionSecret,
    secure: origin.startsWith('https:'),
  });
  const stories = createStories({ db, sync: () => sync, host: new URL(origin).hostname, log });
  const sync = createSync({
    store,
    log,
    identify: (request) => identify(request.headers),
    originAllowed: ({ headers }) => allowed({ origin: headers.origin, site: one(headers['sec-fetch-site']) }),
    async access(person, story) {
      const access = await stories.access(story);
      if (!access || !may(person, 'story.read', access)) return 'none';
      return may(person, 'story.write', access) ? 'write' : 'read';
    },
    onCommitted: (story) => stories.touched(story),
  });
  const publisher = createPublisher({
    store,
    secrets: createSecrets(keys.sealKey),
    outbound: createOutbound({ allowPrivate: config.allowPrivate }),
    onChanged: (story) => sync.announce(story, 'publishing'),
    log,
  });
  const claims = createClaims({ db, sync: () => sync });
  const sources = createSources({ db });
  const review = createReview({ db, sync, publisher, policy: defaultPolicy });
  publisher.start();
  // The language model takes a second to load: not in the first editor's publish.
  setImmediate(() => createAnalyser(defaultPolicy).analyse('Warm up.'));

  return {
    runtime: {
      origin,
      secret: keys.sessionSecret,
      trustProxy: config.trustProxy,
      originAllowed: allowed,
      identify,
      accounts,
      stories,
      claims,
      sources,
      review,
      publisher,
      sync,
      log,
    },
    upgrade(request, socket, head) {
      if (request.url?.startsWith('/collab/')) sync.upgrade(request, socket, head);
      else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    },
    async close() {
      await sync.close();
      await stories.close();
      await publisher.stop();
    },
  };
}

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);
