import * as Y from 'yjs';

/** A Yjs update taken apart, and checked so far that Yjs can take it in without tripping. */
export type Parsed = ReturnType<typeof Y.decodeUpdate>;

/**
 * Takes an update apart. Throws on bytes that are cut off, and on what would throw or corrupt *while* Yjs takes it in,
 * which would be too late: a struct of no length, a reference to a later struct of the same client (Yjs looks for missing
 * ones of other clients only), a client listed twice (the first list would be dropped), an embedded document.
 */
export function parseUpdate(update: Uint8Array): Parsed {
  const parsed = Y.decodeUpdate(update);
  const listed = new Set<number>();
  let client = -1;
  let clock = 0;
  for (const struct of parsed.structs) {
    const { id, length } = struct;
    if (id.client !== client) {
      if (listed.has(id.client)) throw new Error(`client ${id.client} is listed twice`);
      listed.add(id.client);
      client = id.client;
      clock = id.clock;
    }
    if (!(length > 0) || id.clock !== clock || !Number.isSafeInteger(id.clock + length)) {
      throw new Error(`struct ${id.client}:${id.clock} has length ${length}`);
    }
    clock += length;
    if (!(struct instanceof Y.Item)) continue;
    if (struct.content instanceof Y.ContentDoc) throw new Error('documents inside documents are not taken');
    // `parent` is an id or a name while the item is not taken in yet, whatever its declared type says.
    for (const reference of [struct.origin, struct.rightOrigin, struct.parent as unknown]) {
      if (reference instanceof Y.ID && reference.client === id.client && reference.clock >= id.clock) {
        throw new Error(`struct ${id.client}:${id.clock} refers to one behind it`);
      }
    }
  }
  return parsed;
}

/** What an update would add to a document. */
export interface News {
  /** ids of clients with structs that the document does not hold yet */
  clients: ReadonlySet<number>;
  /** true where one of those structs is text */
  text: boolean;
  /** true where it deletes something that is there, or that is not there yet */
  deletes: boolean;
}

/** Compares without changing anything: structs at or below the known clocks and known deletions are no news. */
export function newsOf(doc: Y.Doc, { structs, ds }: Parsed): News {
  const clients = new Set<number>();
  let text = false;
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    if (clock + struct.length <= Y.getState(doc.store, client)) continue;
    clients.add(client);
    text ||= isText(struct);
  }
  return { clients, text, deletes: deletesAnything(doc, ds) };
}

function deletesAnything(doc: Y.Doc, ds: Parsed['ds']): boolean {
  for (const [client, ranges] of ds.clients) {
    const known = Y.getState(doc.store, client);
    const structs = doc.store.clients.get(client) ?? [];
    for (const { clock, len } of ranges) {
      if (len <= 0) continue;
      if (clock + len > known) return true;
      for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
        const struct = structs[at];
        if (struct === undefined || struct.id.clock >= clock + len) break;
        if (!struct.deleted) return true;
      }
    }
  }
  return false;
}

/** What came of taking an update in. */
export interface Taken {
  /** what was really new, as one update: this is logged and relayed. Null: nothing was. */
  fresh: Uint8Array | null;
  /** clients of which something is missing that the update builds on; empty: all of it was taken in */
  missing: ReadonlySet<number>;
}

/**
 * Takes a parsed update into the document. The document's own update event tells what was new: known structs and known
 * deletions are not in it, so a join that brings nothing costs nothing. What cannot be taken in yet is not kept here.
 */
export function takeIn(doc: Y.Doc, update: Uint8Array, { ds }: Parsed): Taken {
  const fresh = freshOf(doc, () => Y.applyUpdate(doc, update));
  const missing = new Set<number>();
  const { pendingStructs, pendingDs } = doc.store;
  if (pendingStructs !== null) {
    for (const client of pendingStructs.missing.keys()) missing.add(client);
  }
  if (pendingDs !== null) {
    for (const [client, ranges] of ds.clients) {
      const known = Y.getState(doc.store, client);
      if (ranges.some(({ clock, len }) => clock + len > known)) missing.add(client);
    }
  }
  doc.store.pendingStructs = null;
  doc.store.pendingDs = null;
  return { fresh, missing };
}

/** The same for checked updates that may stand in any order: `hole` if they build on something that is in none of them. */
export function takeInAll(
  doc: Y.Doc,
  updates: readonly Uint8Array[],
): { fresh: Uint8Array | null; hole: boolean } {
  const fresh = freshOf(doc, () =>
    doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update))),
  );
  const hole = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
  doc.store.pendingStructs = null;
  doc.store.pendingDs = null;
  return { fresh, hole };
}

function freshOf(doc: Y.Doc, work: () => void): Uint8Array | null {
  const events: Uint8Array[] = [];
  const collect = (bytes: Uint8Array) => events.push(bytes);
  doc.on('update', collect);
  try {
    work();
  } finally {
    doc.off('update', collect);
  }
  // Two events where Yjs tidied formatting behind the change; never many, so merging is cheap here.
  const [only] = events;
  return only === undefined ? null : events.length === 1 ? only : Y.mergeUpdates(events);
}

export function addsText({ structs }: Parsed): boolean {
  return structs.some(isText);
}

function isText(struct: Parsed['structs'][number]): boolean {
  return struct instanceof Y.Item && struct.content instanceof Y.ContentString;
}

/** The client ids that an update carries structs of. */
export function clientsOf(update: Uint8Array): number[] {
  return [...Y.parseUpdateMeta(update).to.keys()];
}
