import { pino } from 'pino';
import { openStore } from '#server/store';
import { openNewsroom } from './newsroom';

/**
 * A process of its own with the embedded database and the sockets, for tests that kill it: `server.ts FOLDER PORT`. It
 * prints one line of JSON when it serves: its URL, a story and two people in it. A second start on the folder finds them again.
 */
const [folder, port] = process.argv.slice(2);
if (folder === undefined || port === undefined) throw new Error('usage: server.ts FOLDER PORT');

const store = await openStore({ dataFolder: folder });
const newsroom = await openNewsroom(store, {
  port: Number(port),
  log: pino({ level: 'warn' }, pino.destination(2)),
});
const people = await store.db.selectFrom('person').select('id').orderBy('created_at').execute();
if (people.length === 0) {
  const ana = await newsroom.person('Ana');
  const ben = await newsroom.person('Ben');
  people.push(ana, ben);
  await newsroom.story(ana);
}
const story = await store.db.selectFrom('story').select(['id', 'epoch']).executeTakeFirstOrThrow();
process.stdout.write(
  `${JSON.stringify({ url: newsroom.url, story: story.id, epoch: story.epoch, people: people.map(({ id }) => id) })}\n`,
);

process.once('SIGTERM', () => {
  void newsroom
    .close()
    .then(() => store.close())
    .then(() => process.exit(0));
});
