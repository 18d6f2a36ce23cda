import pino from 'pino';
import { isStartFailure, openStore } from '#server/store';
import { readConfig } from './config';
import { openFront } from './front';
import { keysFor } from './keys';
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

    const front = await openFront({
      host: config.host,
      port: config.port,
      folder: process.cwd(),
      dev: process.env.NODE_ENV === 'development',
      ready: async () => {
        await sql`select 1`.execute(store.db);
        return true;
      },
      upgrade: (_request, socket) => {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      },
    });
    undo.push(() => front.close());
    const origin = config.publicOrigin ?? `http://localhost:${front.port}`;
    // next-auth reads these when it is loaded, with the first route.
    process.env.NEXTAUTH_URL = origin;
    process.env.NEXTAUTH_SECRET = keys.sessionSecret;

    await front.serve();
    say(`Onrecord is ready: ${origin}`);
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
