import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import {
  Failure,
  sourceId,
  type createSource,
  type Person,
  type SourceId,
  type SourceReply,
} from '#protocol';
import type { Db } from '#server/store';

/** The registry of source cards: who or what may stand behind a claim. */
export interface Sources {
  create(person: Person, request: z.infer<typeof createSource>): Promise<SourceReply>;
  /** All cards by name, each with the number of claims that it stands behind now. */
  list(): Promise<SourceReply[]>;
  get(id: SourceId): Promise<SourceReply>;
}

export function createSources({ db }: { db: Db }): Sources {
  const select = () =>
    db
      .selectFrom('source')
      .select(['source.id', 'source.name', 'source.kind', 'source.url'])
      .select((eb) =>
        eb
          .selectFrom('evidence')
          .whereRef('evidence.source_id', '=', 'source.id')
          .select(({ fn }) => fn.count<string>('evidence.claim_id').distinct().as('n'))
          .as('used_in'),
      );
  const reply = ({
    used_in,
    ...card
  }: Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]): SourceReply => ({
    ...card,
    usedIn: Number(used_in ?? 0),
  });

  return {
    async create(person, { name, kind, url }) {
      const id = sourceId.parse(uuidv7());
      await db.insertInto('source').values({ id, name, kind, url, created_by: person.id }).execute();
      return { id, name, kind, url, usedIn: 0 };
    },
    list: async () => (await select().orderBy('source.name').limit(2000).execute()).map(reply),
    async get(id) {
      const row = await select().where('source.id', '=', id).executeTakeFirst();
      if (!row) throw new Failure('notFound', 'There is no such source card.');
      return reply(row);
    },
  };
}
