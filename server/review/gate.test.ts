import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createAnalyser, defaultPolicy } from '#attribution';
import { markClaim, readDocument, seedUpdate } from '#document';
import type { ClaimsReply } from '#protocol';
import { judgeVersion, type Frozen } from './gate';

const analyser = createAnalyser(defaultPolicy);
const at = '2026-01-01T00:00:00.000Z';
const writer = '0191d5a0-0000-7000-8000-0000000000aa';
const editor = '0191d5a0-0000-7000-8000-0000000000bb';
const claim = '0191d5a0-0000-7000-8000-000000000001';

function story(headline: string, ...paragraphs: string[]): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate({ headline, paragraphs }));
  return doc;
}
function judge(doc: Y.Doc, over: Partial<Frozen> = {}) {
  return judgeVersion(
    {
      document: readDocument(doc),
      kind: 'news',
      decisions: { claims: [], dismissals: [] },
      authors: [writer],
      signer: { id: editor },
      ...over,
    },
    analyser,
    defaultPolicy,
  );
}
const rules = (doc: Y.Doc, over: Partial<Frozen> = {}) =>
  judge(doc, over).blockers.map((blocker) => blocker.rule);

const clean = 'The pool will close on 31 March, council leader Imogen Pascoe said on Tuesday.';
const accusation =
  'Martin Holroyd diverted £600,000 from the repairs fund to hide overspending on the town hall.';

function linked(doc: Y.Doc, text: string): ClaimsReply {
  markClaim(doc, claim as never, { quote: text, occurrence: 0 }, text);
  const by = { id: writer as never, name: 'Wren' };
  const source = { id: claim as never, name: 'Audit report', kind: 'document' as const, url: null };
  return {
    claims: [
      {
        id: claim as never,
        field: null,
        text,
        evidence: [{ id: claim, source, locator: '', quote: '', by, at }],
      },
    ],
    dismissals: [],
  };
}

describe('the gate', () => {
  it('lets a sourced story pass', () => expect(rules(story('Pool to close', clean))).toEqual([]));

  it('asks for a headline and a text', () =>
    expect(rules(story('', ''))).toEqual(['headline.missing', 'body.missing']));

  it('blocks an accusation without a source until evidence is linked to it', () => {
    const doc = story('Pool to close', clean, accusation);
    expect(rules(doc)).toContain('accusation.unsourced');
    expect(rules(doc, { decisions: linked(doc, accusation) })).toEqual([]);
  });

  it('opens an answered sentence again when its facts change, and not for a comma', () => {
    const doc = story('Pool to close', clean, accusation);
    const decisions = linked(doc, accusation);
    const body = doc.getXmlFragment('body').get(1) as Y.XmlElement;
    const text = body.get(0) as Y.XmlText;
    text.insert(accusation.indexOf(' from'), ',');
    expect(rules(doc, { decisions })).toEqual([]);
    text.delete(accusation.indexOf('600'), 1);
    text.insert(accusation.indexOf('600'), '9');
    expect(rules(doc, { decisions })).toContain('accusation.unsourced');
  });

  it('does not count evidence whose mark was pasted around other words, or whose record belongs to nothing here', () => {
    const doc = story('Pool to close', clean, accusation);
    const decisions = linked(doc, accusation);
    expect(rules(doc, { decisions: { ...decisions, claims: [] } })).toContain('accusation.unsourced');
    const other = [{ ...decisions.claims[0]!, text: 'Somebody said something else about the pool.' }];
    expect(rules(doc, { decisions: { ...decisions, claims: other } })).toContain('accusation.unsourced');
  });

  it('takes "OK as is" on an accusation only as a proposal while it is not effective', () => {
    const doc = story('Pool to close', clean, accusation);
    const answer = {
      id: claim,
      rule: 'accusation.unsourced',
      sentence: accusation,
      reason: 'sourcedInStory' as const,
      note: '',
      by: { id: writer as never, name: 'Wren' },
      at,
    };
    expect(
      rules(doc, { decisions: { claims: [], dismissals: [{ ...answer, effective: false }] } }),
    ).toContain('accusation.unsourced');
    expect(
      rules(doc, { decisions: { claims: [], dismissals: [{ ...answer, effective: true }] } }),
    ).not.toContain('accusation.unsourced');
  });

  it('blocks placeholders in text and byline, with the place in the text', () => {
    const doc = story('Pool to close', clean, 'It cost TKTK in 1978.');
    const [blocker] = judge(doc).blockers.filter(({ rule }) => rule === 'placeholder.left');
    const text = `Pool to close\n\n${clean}\n\nIt cost TKTK in 1978.`;
    expect(text.slice(blocker!.at!.start, blocker!.at!.end)).toBe('TKTK');
  });

  it('refuses the sole author as their own reader', () => {
    const doc = story('Pool to close', clean);
    expect(rules(doc, { authors: [editor] })).toEqual(['signoff.soleAuthor']);
    expect(rules(doc, { authors: [editor, writer] })).toEqual([]);
  });
});
