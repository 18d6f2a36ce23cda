import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { seedUpdate } from '#document';
import { addsText, newsOf, parseUpdate, takeIn } from './update';

function story(): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate({ paragraphs: ['The bridge closed on Monday.', 'It reopens in May.'] }));
  return doc;
}

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

const textOf = (doc: Y.Doc, nth = 0): Y.XmlText => {
  const paragraph = doc.getXmlFragment('body').get(nth);
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null;
  if (!(text instanceof Y.XmlText)) throw new Error('no text');
  return text;
};

/** What `work` changes in a copy of the document, as updates in their order. */
function changes(doc: Y.Doc, work: (copy: Y.Doc) => void): { updates: Uint8Array[]; copy: Y.Doc } {
  const copy = copyOf(doc);
  const updates: Uint8Array[] = [];
  copy.on('update', (update: Uint8Array) => updates.push(update));
  work(copy);
  return { updates, copy };
}

const take = (doc: Y.Doc, update: Uint8Array) => takeIn(doc, update, parseUpdate(update));

describe('what an update adds', () => {
  test('typing: structs of one client, and text', () => {
    const doc = story();
    const { updates, copy } = changes(doc, (changed) => textOf(changed).insert(3, ' old'));
    const news = newsOf(doc, parseUpdate(updates[0] ?? new Uint8Array()));
    expect(news).toEqual({ clients: new Set([copy.clientID]), text: true, deletes: false });
    expect(addsText(parseUpdate(updates[0] ?? new Uint8Array()))).toBe(true);
  });

  test('deleting only: no client, no text', () => {
    const doc = story();
    const { updates } = changes(doc, (changed) => textOf(changed).delete(0, 3));
    expect(newsOf(doc, parseUpdate(updates[0] ?? new Uint8Array()))).toEqual({
      clients: new Set(),
      text: false,
      deletes: true,
    });
  });

  test('what is known already is no news, whole or in part', () => {
    const doc = story();
    const { copy } = changes(doc, (changed) => {
      textOf(changed).insert(3, ' old');
      textOf(changed, 1).delete(0, 3);
    });
    const all = Y.encodeStateAsUpdate(copy);
    expect(take(doc, all).fresh).not.toBeNull();
    expect(newsOf(doc, parseUpdate(all))).toEqual({ clients: new Set(), text: false, deletes: false });
    expect(take(doc, all)).toEqual({ fresh: null, missing: new Set() });
    textOf(copy).insert(0, 'On ');
    const { fresh } = take(doc, Y.encodeStateAsUpdate(copy));
    expect(fresh?.length).toBeLessThan(40);
  });

  test('what builds on something that is not there names whose it is, and leaves nothing behind', () => {
    const doc = story();
    const { updates, copy } = changes(doc, (changed) => {
      textOf(changed).insert(0, 'one ');
      textOf(changed).insert(0, 'two ');
    });
    const [first, second] = updates;
    if (!first || !second) throw new Error('two changes');
    expect(take(doc, second)).toEqual({ fresh: null, missing: new Set([copy.clientID]) });
    expect(doc.store.pendingStructs).toBeNull();
    take(doc, first);
    take(doc, second);
    expect(textOf(doc).toString()).toBe('two one The bridge closed on Monday.');
  });

  test('a deletion of something that is not there is a gap as well', () => {
    const doc = story();
    const { updates, copy } = changes(doc, (changed) => {
      textOf(changed).insert(0, 'one ');
      textOf(changed).delete(0, 2);
    });
    const [, second] = updates;
    if (!second) throw new Error('two changes');
    expect(take(doc, second)).toEqual({ fresh: null, missing: new Set([copy.clientID]) });
    expect(doc.store.pendingDs).toBeNull();
  });

  test('what was new, applied elsewhere, gives the same document', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            kind: fc.constantFrom('type', 'delete', 'bold', 'plain', 'enter'),
            at: fc.nat(),
            resend: fc.boolean(),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        (steps) => {
          const server = story();
          const mirror = copyOf(server);
          const writer = copyOf(server);
          for (const { kind, at, resend } of steps) {
            const before = Y.encodeStateVector(writer);
            const text = textOf(writer);
            const place = at % (text.length + 1);
            const length = Math.min(3, text.length - place);
            if (kind === 'type') text.insert(place, 'xy');
            else if (kind === 'delete') text.delete(place, length);
            else if (kind === 'enter') writer.getXmlFragment('body').push([new Y.XmlElement('paragraph')]);
            else text.format(place, length, { bold: kind === 'bold' ? true : null });
            const sent = Y.encodeStateAsUpdate(writer, resend ? undefined : before);
            const { fresh, missing } = take(server, sent);
            expect(missing.size).toBe(0);
            if (fresh) Y.applyUpdate(mirror, fresh);
          }
          expect(Y.equalSnapshots(Y.snapshot(mirror), Y.snapshot(server))).toBe(true);
          // Somebody who only reads has nothing to bring back, whatever Yjs tidied while it loaded.
          const back = newsOf(server, parseUpdate(Y.encodeStateAsUpdate(copyOf(server))));
          expect(back).toEqual({ clients: new Set(), text: false, deletes: false });
          expect(server.getXmlFragment('body').toString()).toBe(writer.getXmlFragment('body').toString());
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('bytes that no client should send', () => {
  test('either they are refused while they are read, or the document takes them and stays sound', () => {
    const damage = fc.array(fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) }), {
      minLength: 1,
      maxLength: 3,
    });
    let taken = 0;
    fc.assert(
      fc.property(damage, fc.nat(2), (spots, kind) => {
        const doc = story();
        const { copy } = changes(doc, (changed) => {
          // A small id: damage finds other clients and clocks more often.
          changed.clientID = 3;
          textOf(changed).insert(3, 'abc');
          if (kind > 0) textOf(changed).format(0, 4, { bold: true });
          if (kind > 1) changed.getXmlFragment('body').insert(1, [new Y.XmlElement('heading')]);
          textOf(changed).delete(1, 2);
        });
        const bytes = Uint8Array.from(Y.encodeStateAsUpdate(copy, Y.encodeStateVector(doc)));
        for (const { at, to } of spots) bytes[at % bytes.length] = to;
        let parsed;
        try {
          parsed = parseUpdate(bytes);
        } catch {
          return;
        }
        newsOf(doc, parsed);
        takeIn(doc, bytes, parsed);
        taken += 1;
        expect(doc.store.pendingStructs).toBeNull();
        const again = copyOf(doc);
        expect(Y.equalSnapshots(Y.snapshot(again), Y.snapshot(doc))).toBe(true);
        // Its text can be read. (Forged neighbours may order letters differently elsewhere: Yjs trusts its clients in that.)
        again.getXmlFragment('body').toString();
        doc.getXmlFragment('body').toString();
      }),
      { seed: 20261124, numRuns: 5_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });
});
