import {
  createAnalyser,
  defaultPolicy,
  openQueries,
  type Analysis,
  type Query,
  type Span,
} from '#attribution';
import { standingDecisions, type Projection } from '#document';
import type { ClaimsReply, StoryKind } from '#protocol';

/** What the page asks: read this version of the text, with what was decided about it. */
export type ReadRequest = {
  turn: number;
  kind: StoryKind;
  projection: Projection;
  marks: Map<string, Span[]>;
  claims: ClaimsReply;
};
export type ReadReply = { turn: number; analysis: Analysis; queries: Query[] };

const analyser = createAnalyser(defaultPolicy);

self.onmessage = ({ data }: MessageEvent<ReadRequest>) => {
  const { turn, kind, projection, marks, claims } = data;
  const analysis = analyser.analyse(projection.blocks, kind);
  const decisions = standingDecisions(analysis, projection, marks, claims);
  const reply: ReadReply = { turn, analysis, queries: openQueries(analysis, decisions, defaultPolicy, kind) };
  self.postMessage(reply);
};
