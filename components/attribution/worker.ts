import {
  createAnalyser,
  defaultPolicy,
  openQueries,
  sameFacts,
  type Analysis,
  type Query,
  type Span,
} from '#attribution';
import { standingDecisions, type Projection } from '#document';
import type { ClaimId, ClaimsReply, StoryKind } from '#protocol';

/** What the page asks: read this version of the text, with what was decided about it. */
export type ReadRequest = {
  turn: number;
  kind: StoryKind;
  projection: Projection;
  marks: Map<string, Span[]>;
  claims: ClaimsReply;
};
/** What answers a query, so that a row can name it and take it back. */
export type Answer = { claims: ClaimId[]; dismissals: string[] };
export type ReadReply = { turn: number; analysis: Analysis; queries: Query[]; answers: Map<string, Answer> };

const analyser = createAnalyser(defaultPolicy);

self.onmessage = ({ data }: MessageEvent<ReadRequest>) => {
  const { turn, kind, projection, marks, claims } = data;
  const analysis = analyser.analyse(projection.blocks, kind);
  const queries = openQueries(
    analysis,
    standingDecisions(analysis, projection, marks, claims),
    defaultPolicy,
    kind,
  );
  const answers = new Map(
    queries
      .filter((query) => query.state === 'answered')
      .map((query) => [query.id, answerOf(query, analysis, data)]),
  );
  const reply: ReadReply = { turn, analysis, queries, answers };
  self.postMessage(reply);
};

function answerOf(query: Query, analysis: Analysis, { marks, claims }: ReadRequest): Answer {
  const touches = (span: Span) =>
    query.sentences.some((index) => {
      const sentence = analysis.sentences[index];
      return sentence !== undefined && span.start < sentence.end && sentence.start < span.end;
    });
  return {
    claims: claims.claims
      .filter((claim) =>
        claim.field === null ? marks.get(claim.id)?.some(touches) : sameFacts(claim.text, query.sentenceText),
      )
      .map((claim) => claim.id),
    dismissals: claims.dismissals
      .filter(
        (given) =>
          given.effective && given.rule === query.rule && sameFacts(given.sentence, query.sentenceText),
      )
      .map((given) => given.id),
  };
}
