import { uuidv7 } from 'uuidv7';
import { markClaim, quoteInField, textHash, unmarkClaim, type BodyAnchor } from '#document';
import {
  Failure,
  type ClaimId,
  type ClaimsReply,
  type CreateClaim,
  type DismissQuery,
  type Person,
  type StoryId,
} from '#protocol';
import type { Db, Trx } from '#server/store';
import type { Sync } from '#server/sync';
import { readClaims } from './read';

/** Decisions about what a story says: claims with their evidence, and queries answered with "OK as is". */
export interface Claims {
  list(story: StoryId): Promise<ClaimsReply>;
  /**
   * Links a source: the mark in the document and the rows of claim, evidence and decision commit in one transaction, and
   * everybody's text follows. The same claim id again adds nothing (a retried POST) unless it names another source.
   */
  link(person: Person, story: StoryId, request: CreateClaim): Promise<ClaimsReply>;
  /** Takes a claim's mark away and records who did. The evidence rows stay: they are the record of what was decided. */
  unlink(person: Person, story: StoryId, claim: ClaimId): Promise<ClaimsReply>;
  dismiss(person: Person, story: StoryId, request: DismissQuery): Promise<ClaimsReply>;
  /** Takes an "OK as is" back. */
  reopen(person: Person, story: StoryId, decisionId: string): Promise<ClaimsReply>;
}

export function createClaims({ db, sync }: { db: Db; sync(): Sync }): Claims {
  const list = (story: StoryId) => readClaims(db, story);
  const changed = async (story: StoryId) => {
    sync().announce(story, 'claims');
    return list(story);
  };

  return {
    list,

    async link(person, story, request) {
      const source = await db
        .selectFrom('source')
        .select('id')
        .where('id', '=', request.evidence.sourceId)
        .executeTakeFirst();
      if (!source) throw new Failure('notFound', 'There is no such source card.');
      await sync().edit(story, person, async (doc, trx) => {
        const known = await trx
          .selectFrom('claim')
          .select('story_id')
          .where('id', '=', request.claimId)
          .executeTakeFirst();
        if (known && known.story_id !== story)
          throw new Failure('claim.elsewhere', 'This claim belongs to another story.');
        if (known && (await lastDecision(trx, request.claimId)) === 'unlinked')
          throw new Failure('claim.notFound', 'The link was taken away meanwhile: choose the words again.');
        if (!known) {
          const text = request.field
            ? quoteInField(doc, request.field, request.quote)
            : markClaim(doc, request.claimId, bodyAnchor(request), request.quote);
          await trx
            .insertInto('claim')
            .values({
              id: request.claimId,
              story_id: story,
              field: request.field,
              text,
              text_hash: textHash(text),
              created_by: person.id,
            })
            .execute();
        }
        await addEvidence(trx, person, story, request);
      });
      return changed(story);
    },

    async unlink(person, story, claim) {
      await sync().edit(story, person, async (doc, trx) => {
        const row = await trx
          .selectFrom('claim')
          .select(['field', 'text', 'text_hash'])
          .where('id', '=', claim)
          .where('story_id', '=', story)
          .executeTakeFirst();
        if (!row) throw new Failure('claim.notFound', 'This claim is not there any more.');
        if (!row.field) unmarkClaim(doc, claim);
        await trx
          .insertInto('decision')
          .values({
            id: uuidv7(),
            story_id: story,
            claim_id: claim,
            kind: 'unlinked',
            sentence: row.text,
            text_hash: row.text_hash,
            by_person: person.id,
          })
          .execute();
      });
      return changed(story);
    },

    async dismiss(person, story, { rule, sentence, reason, note }) {
      await db
        .insertInto('decision')
        .values({
          id: uuidv7(),
          story_id: story,
          kind: 'dismissed',
          rule,
          sentence,
          text_hash: textHash(sentence),
          reason,
          note,
          by_person: person.id,
        })
        .execute();
      return changed(story);
    },

    async reopen(person, story, decisionId) {
      const row = await db
        .selectFrom('decision')
        .select(['rule', 'sentence', 'text_hash'])
        .where('id', '=', decisionId)
        .where('story_id', '=', story)
        .where('kind', '=', 'dismissed')
        .executeTakeFirst();
      if (!row) throw new Failure('notFound', 'That answer is not there any more.');
      await db
        .insertInto('decision')
        .values({
          id: uuidv7(),
          story_id: story,
          kind: 'reopened',
          of_decision: decisionId,
          ...row,
          by_person: person.id,
        })
        .execute();
      return changed(story);
    },
  };
}

function bodyAnchor({ anchor }: CreateClaim): BodyAnchor {
  if ('quote' in anchor) return anchor;
  return { start: Buffer.from(anchor.start, 'base64'), end: Buffer.from(anchor.end, 'base64') };
}

async function lastDecision(trx: Trx, claim: ClaimId) {
  const row = await trx
    .selectFrom('decision')
    .select('kind')
    .where('claim_id', '=', claim)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.kind ?? null;
}

async function addEvidence(trx: Trx, person: Person, story: StoryId, request: CreateClaim): Promise<void> {
  const { sourceId, locator, quote } = request.evidence;
  const same = await trx
    .selectFrom('evidence')
    .select('id')
    .where('claim_id', '=', request.claimId)
    .where('source_id', '=', sourceId)
    .where('locator', '=', locator)
    .where('quote', '=', quote)
    .executeTakeFirst();
  if (same) return;
  await trx
    .insertInto('evidence')
    .values({
      id: uuidv7(),
      claim_id: request.claimId,
      source_id: sourceId,
      locator,
      quote,
      created_by: person.id,
    })
    .execute();
  await trx
    .insertInto('decision')
    .values({
      id: uuidv7(),
      story_id: story,
      claim_id: request.claimId,
      kind: 'linked',
      sentence: request.quote,
      text_hash: textHash(request.quote),
      by_person: person.id,
    })
    .execute();
}
