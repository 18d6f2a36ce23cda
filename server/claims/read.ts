import { sql } from 'kysely';
import type { ClaimsReply, Person, StoryId } from '#protocol';
import type { Db, Trx } from '#server/store';
import { mayDecide } from './decider';

/** The claims that are linked now, with their evidence, and the answers that were not taken back. Works inside a transaction. */
export async function readClaims(db: Db | Trx, story: StoryId): Promise<ClaimsReply> {
  const claims = await db
    .selectFrom('claim')
    .select(['id', 'field', 'text'])
    .where('story_id', '=', story)
    // The last decision about it says whether it is still linked.
    .where(
      sql<string>`(select d.kind from decision d where d.claim_id = claim.id order by d.at desc, d.id desc limit 1)`,
      '=',
      'linked',
    )
    .orderBy('created_at')
    .execute();
  const evidence = await db
    .selectFrom('evidence')
    .innerJoin('claim', 'claim.id', 'evidence.claim_id')
    .innerJoin('source', 'source.id', 'evidence.source_id')
    .innerJoin('person', 'person.id', 'evidence.created_by')
    .select(['evidence.id', 'evidence.claim_id', 'evidence.locator', 'evidence.quote', 'evidence.created_at'])
    .select(['source.id as source_id', 'source.name', 'source.kind', 'source.url'])
    .select(['person.id as person_id', 'person.name as person_name'])
    .where('claim.story_id', '=', story)
    .orderBy('evidence.created_at')
    .execute();
  const authors = (
    await db.selectFrom('story_author').select('person_id').where('story_id', '=', story).execute()
  ).map((row) => row.person_id);
  const dismissals = await db
    .selectFrom('decision')
    .innerJoin('person', 'person.id', 'decision.by_person')
    .select([
      'decision.id',
      'decision.rule',
      'decision.sentence',
      'decision.reason',
      'decision.note',
      'decision.at',
    ])
    .select(['person.id as person_id', 'person.name', 'person.email', 'person.roles', 'person.colour'])
    .where('decision.story_id', '=', story)
    .where('decision.kind', '=', 'dismissed')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('decision as r').select('r.id').whereRef('r.of_decision', '=', 'decision.id'))),
    )
    .orderBy('decision.at')
    .execute();

  return {
    claims: claims.map((claim) => ({
      ...claim,
      evidence: evidence
        .filter((row) => row.claim_id === claim.id)
        .map((row) => ({
          id: row.id,
          source: { id: row.source_id, name: row.name, kind: row.kind, url: row.url },
          locator: row.locator,
          quote: row.quote,
          by: { id: row.person_id, name: row.person_name },
          at: row.created_at.toISOString(),
        })),
    })),
    dismissals: dismissals.map((row) => {
      const by: Person = {
        id: row.person_id,
        name: row.name,
        email: row.email,
        roles: row.roles,
        colour: row.colour,
      };
      const rule = row.rule ?? '';
      return {
        id: row.id,
        rule,
        sentence: row.sentence,
        reason: row.reason ?? 'other',
        note: row.note,
        effective: mayDecide(by, rule, authors),
        by: { id: by.id, name: by.name },
        at: row.at.toISOString(),
      };
    }),
  };
}
