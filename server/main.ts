import pino from 'pino';
import { isStartFailure, openStore } from '#server/store';
import { readConfig } from './config';
import { seedDemo } from './demo';
import { openFront } from './front';
import { keysFor } from './keys';
import { openNewsroom, type Newsroom } from './newsroom';
import { provideRuntime } from './runtime';
import { stopOnce } from './stopping';
import { sql } from 'kysely';

/** Lines for the person at the terminal; what operators read goes to the log. */
const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2));
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));

  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  const stopping = stopOnce(stop, say);

  try {
    const opening = openStore({
      dataFolder: config.dataFolder,
      databaseUrl: config.databaseUrl,
      say,
      onLost: (reason) => stopping.end(reason),
    });
    // Also for a stop in the middle of it: what is half-open is opened first, then closed in order.
    undo.push(() => opening.then((opened) => opened.close()).catch(() => {}));
    const store = await opening;
    const keys = await keysFor(config);

    let newsroom: Newsroom | null = null;
    const front = await openFront({
      host: config.host,
      port: config.port,
      folder: process.cwd(),
      dev: process.env.NODE_ENV === 'development',
      ready: async () => {
        await sql`select 1`.execute(store.db);
        return true;
      },
      upgrade: (request, socket, head) => {
        if (newsroom) newsroom.upgrade(request, socket, head);
        else socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      },
    });
    undo.push(() => front.close());
    const origin = config.publicOrigin ?? `http://localhost:${front.port}`;
    // next-auth reads these when it is loaded, with the first route.
    process.env.NEXTAUTH_URL = origin;
    process.env.NEXTAUTH_SECRET = keys.sessionSecret;

    const open = openNewsroom({ store, keys, config, origin, port: front.port, log });
    newsroom = open;
    undo.push(() => open.close());
    provideRuntime(open.runtime);
    const signIns = config.demo
      ? await seedDemo({ store, runtime: open.runtime, password: config.demoPassword })
      : null;

    await front.serve();
    say(`Onrecord is ready: ${origin}`);
    for (const line of signIns ?? []) say(`  ${line}`);
    const token = await open.runtime.accounts.setUpToken();
    if (token) say(`Make the first account (this link works once): ${origin}/welcome#${token}`);
    log.info({ port: front.port }, 'ready');
  } catch (error) {
    if (stopping.begun()) return;
    await stop().catch((later: unknown) => log.error(later));
    throw error;
  }
}

main().catch((error: unknown) => {
  console.error(isStartFailure(error) ? error.message : error);
  process.exit(1);
});
