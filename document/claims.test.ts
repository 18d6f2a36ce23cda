import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { claimSpans, markClaim, unmarkClaim } from './claims';
import { textHash, versionHash } from './hash';
import { plainText, project } from './projection';
import { isSafeLink } from './schema';
import { BODY, bodyNode, changeBody, readDocument, seedUpdate } from './story';

const A = '0191d5a0-0000-7000-8000-000000000001';
const B = '0191d5a0-0000-7000-8000-000000000002';

function story(...paragraphs: string[]): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate({ headline: 'Pool to close', paragraphs }));
  return doc;
}
function spans(doc: Y.Doc) {
  const read = readDocument(doc);
  const body = bodyNode(read.body);
  const projection = project(read, body);
  return [...claimSpans(projection, body)].map(([id, list]) => [
    id,
    list.map(({ start, end }) => projection.text.slice(start, end)),
  ]);
}

describe('claim marks', () => {
  it('stand on the chosen occurrence of the words', () => {
    const doc = story('It rained. It rained.', 'It rained.');
    expect(markClaim(doc, A, { quote: 'It rained.', occurrence: 2 }, 'It rained.')).toBe('It rained.');
    const at = plainText(readDocument(doc)).lastIndexOf('It rained.');
    const read = readDocument(doc);
    const body = bodyNode(read.body);
    expect(claimSpans(project(read, body), body).get(A)).toEqual([{ start: at, end: at + 10 }]);
  });

  it('of two people overlap without either losing a part, and without a second key when a client types on', () => {
    const doc = story('The council lost 600,000 pounds in March.');
    markClaim(
      doc,
      A,
      { quote: 'The council lost 600,000 pounds', occurrence: 0 },
      'The council lost 600,000 pounds',
    );
    markClaim(doc, B, { quote: '600,000 pounds in March', occurrence: 0 }, '600,000 pounds in March');
    expect(new Map(spans(doc) as [string, string[]][])).toEqual(
      new Map([
        [A, ['The council lost 600,000 pounds']],
        [B, ['600,000 pounds in March']],
      ]),
    );
    const keys = () => JSON.stringify(doc.getXmlFragment(BODY).toJSON());
    const before = keys();
    changeBody(doc, (body) => ({ body, result: null }));
    expect(keys()).toBe(before);
  });

  it('refuses words that are not there any more, and says what is', () => {
    const doc = story('The council lost 500,000 pounds.');
    const attempt = () => markClaim(doc, A, { quote: '600,000', occurrence: 0 }, '600,000');
    expect(attempt).toThrowError(expect.objectContaining({ code: 'claim.textDiffers' }));
  });

  it('run over paragraphs, and can be taken away whole', () => {
    const doc = story('One fact', 'and its second half.');
    const quote = 'fact\n\nand its';
    markClaim(doc, A, { quote, occurrence: 0 }, quote);
    expect(spans(doc)).toEqual([[A, ['fact', 'and its']]]);
    unmarkClaim(doc, A);
    expect(spans(doc)).toEqual([]);
  });
});

describe('hashes', () => {
  it('of a version do not change by linking a source, and do by one letter', () => {
    const doc = story('The council lost 600,000 pounds in March.');
    const before = versionHash(readDocument(doc));
    markClaim(doc, A, { quote: '600,000', occurrence: 0 }, '600,000');
    expect(versionHash(readDocument(doc))).toBe(before);
    const other = story('The council lost 600,001 pounds in March.');
    expect(versionHash(readDocument(other))).not.toBe(before);
  });

  it('of a text look past quotes, dashes and spaces', () => {
    expect(textHash('“It’s  closed” – now ')).toBe(textHash('"It\'s closed" - now'));
    expect(textHash('open')).not.toBe(textHash('closed'));
  });
});

describe('links', () => {
  it('may go to the web or to a mailbox only', () => {
    expect(['https://a.example/x', 'http://a.example', 'mailto:desk@a.example'].every(isSafeLink)).toBe(true);
    expect(
      ['javascript:alert(1)', 'data:text/html,x', '//a.example', 'file:///etc/passwd', ''].some(isSafeLink),
    ).toBe(false);
  });
});
