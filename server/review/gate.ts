import { openQueries, type Analyser, type Policy } from '#attribution';
import {
  bodyNode,
  claimSpans,
  project,
  standingDecisions,
  textHash,
  versionHash,
  type StoryDocument,
} from '#document';
import type { Blocker, ClaimsReply, GateReply, StoryKind } from '#protocol';
import { findPlaceholders } from './placeholder';

/** What the gate looks at: one frozen version and everything that was decided about the story. */
export type Frozen = {
  document: StoryDocument;
  kind: StoryKind;
  decisions: ClaimsReply;
  /** Ids of the people whose words are in the story. */
  authors: readonly string[];
  /** Who asks to publish; null where it is only looked at. */
  signer: { id: string } | null;
};

/**
 * The gate: runs the engine and the exact checks on a frozen version and lists everything that stands in the way, with its place.
 * Pure but for the analyser's cache; the same function serves the preview and the publish itself.
 */
export function judgeVersion(
  { document, kind, decisions, authors, signer }: Frozen,
  analyser: Analyser,
  policy: Policy,
): GateReply {
  const body = bodyNode(document.body);
  const projection = project(document, body);
  const analysis = analyser.analyse(projection.blocks, kind);
  const queries = openQueries(
    analysis,
    standingDecisions(analysis, projection, claimSpans(projection, body), decisions),
    policy,
    kind,
  );
  const open = queries.filter((query) => query.state === 'open');
  const blockers: Blocker[] = [];

  if (document.headline.trim() === '') blockers.push(block('headline.missing', 'The story has no headline.'));
  if (body.textContent.trim() === '') blockers.push(block('body.missing', 'The story has no text yet.'));
  if (signer && authors.length === 1 && authors[0] === signer.id)
    blockers.push(
      block(
        'signoff.soleAuthor',
        'You are the only author of this story: another editor has to read it and publish it.',
      ),
    );

  for (const place of findPlaceholders(projection.text)) {
    if (place.severity !== 'block') continue;
    const at = { start: place.start, end: place.end };
    blockers.push({
      rule: 'placeholder.left',
      message: `“${place.text}” is a placeholder: fill it in or take it out.`,
      sentence: null,
      at,
    });
  }
  for (const field of ['byline', 'dateline'] as const) {
    const [place] = findPlaceholders(document[field]).filter(({ severity }) => severity === 'block');
    if (place)
      blockers.push(block('placeholder.left', `The ${field} still holds the placeholder “${place.text}”.`));
  }
  for (const query of open) {
    if (!query.mustAnswer) continue;
    const at = { start: query.start, end: query.end };
    blockers.push({ rule: query.rule, message: query.message, sentence: query.sentenceText, at });
  }
  return {
    versionHash: versionHash(document),
    textHash: textHash(projection.text),
    blockers,
    leftOpen: open.filter((query) => !query.mustAnswer && query.severity === 'warn').length,
  };
}

const block = (rule: string, message: string): Blocker => ({ rule, message, sentence: null, at: null });
