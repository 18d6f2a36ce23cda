import { uuidv7 } from 'uuidv7';
import {
  destinationId,
  Failure,
  may,
  type CreateDestination,
  type DestinationId,
  type DestinationReply,
  type Person,
  type StoryId,
} from '#protocol';
import type { Outbound } from '#server/outbound';
import type { Secrets } from '#server/secrets';
import type { Db } from '#server/store';
import { Halt } from './halt';
import type { System } from './systems/system';
import { createWebhook } from './systems/webhook';
import { createWordPress, probeWordPress } from './systems/wordpress';

/** The places that a newsroom publishes to, with their secrets sealed. */
export function createDestinations(options: {
  db: Db;
  secrets: Secrets;
  outbound: Outbound;
  onChanged(story: StoryId): void;
}) {
  const { db, secrets, outbound, onChanged } = options;

  async function list(): Promise<DestinationReply[]> {
    return db
      .selectFrom('destination')
      .select(['id', 'kind', 'name', 'url', 'account'])
      .where('removed_at', 'is', null)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  }

  async function add(person: Person, request: CreateDestination): Promise<DestinationReply> {
    mayManage(person);
    const url = cleanUrl(request);
    if (url.protocol === 'http:' && !outbound.staysInside(url))
      throw new Failure(
        'destination.refused',
        'Use https: over plain http anybody on the way could read the password, or change the story.',
      );
    const id = destinationId.parse(uuidv7());
    const row: DestinationReply = {
      id,
      kind: request.kind,
      name: request.name,
      url: request.kind === 'wordpress' ? url.href.replace(/\/$/, '') : url.href,
      account: request.kind === 'wordpress' ? request.account : null,
    };
    await probe(request, row.url);
    await db
      .insertInto('destination')
      .values({ ...row, secret: secrets.seal(request.secret, id), created_by: person.id, removed_at: null })
      .execute();
    return row;
  }

  async function probe(request: CreateDestination, url: string): Promise<void> {
    if (request.kind === 'webhook') return;
    try {
      const account = { url, login: request.account, password: request.secret };
      const { mayPublish } = await probeWordPress(account, outbound);
      if (!mayPublish)
        throw new Failure(
          'destination.refused',
          `The account ${request.account} may not publish posts there. Give it the role of an author or an editor.`,
        );
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      throw new Failure(
        error.code === 'refused' ? 'destination.refused' : 'destination.unreachable',
        error.message,
        undefined,
        { cause: error },
      );
    }
  }

  async function remove(person: Person, id: DestinationId): Promise<void> {
    mayManage(person);
    const stories = await db.transaction().execute(async (trx) => {
      const removed = await trx
        .updateTable('destination')
        .set({ removed_at: new Date(), secret: Buffer.alloc(0) })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      if (removed.numUpdatedRows === 0n) throw new Failure('notFound', 'There is no such destination.');
      return trx
        .updateTable('publish_job')
        .set({ state: 'failed', problem: 'The destination was removed.', updated_at: new Date() })
        .where('destination_id', '=', id)
        .where('state', 'in', ['pending', 'retry', 'unknown', 'conflict'])
        .returning('story_id')
        .execute();
    });
    for (const { story_id } of stories) onChanged(story_id);
  }

  /** The system behind a destination, ready to be talked to. Failures: `notFound` where it was removed, `secret.unreadable`. */
  async function systemFor(id: DestinationId): Promise<System> {
    const row = await db
      .selectFrom('destination')
      .select(['kind', 'url', 'account', 'secret'])
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow(() => new Failure('notFound', 'The destination was removed.'));
    const secret = secrets.open(row.secret, id);
    switch (row.kind) {
      case 'wordpress':
        return createWordPress({ url: row.url, login: row.account ?? '', password: secret }, outbound);
      case 'webhook':
        return createWebhook({ url: row.url, secret }, outbound);
    }
  }

  return { list, add, remove, systemFor };
}

function mayManage(person: Person): void {
  if (!may(person, 'destination.manage'))
    throw new Failure('permission.denied', 'Only an admin may change destinations.');
}

/** A site's address without what does not belong to it. A webhook keeps its query: some receivers route by it. */
function cleanUrl(request: CreateDestination): URL {
  const url = new URL(request.url);
  url.hash = '';
  if (url.username || url.password)
    throw new Failure('destination.refused', 'Leave the name and password out of the address.');
  if (request.kind === 'wordpress') {
    url.search = '';
    url.pathname = url.pathname.replace(/\/(wp-admin|wp-json)(\/.*)?$/, '/').replace(/\/+$/, '/');
  }
  return url;
}
