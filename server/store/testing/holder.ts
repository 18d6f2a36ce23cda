import { openStore } from '..';

/**
 * Holds a data folder until it is killed: a test's stand-in for a server. Prints `ready`, or the code of what
 * stopped it. PostgreSQL is made to outlive it, as it does where the kernel cannot follow.
 */
const [dataFolder = ''] = process.argv.slice(2);
openStore({ dataFolder, followUs: false, say: (line) => console.log(line) }).then(
  async (store) => {
    await store.db.insertInto('setting').values({ key: 'proof', value: '"kept"' }).execute();
    console.log('ready');
    setInterval(() => {}, 1 << 30);
  },
  (error: unknown) => {
    console.log(error instanceof Error && 'code' in error ? String(error.code) : String(error));
    process.exitCode = 1;
  },
);
