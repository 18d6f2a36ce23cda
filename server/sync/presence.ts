import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { z } from 'zod';
import type { Person } from '#protocol';

/** One connection's place in the presence of a story: whose it is, and the one awareness id that it speaks for. */
export interface Seat {
  readonly person: Person;
  client: number | null;
}

type Here = { seat: Seat; clock: number; json: string };
type Said = { client: number; clock: number; json: string };

/** characters of JSON in one message to the other nodes: in base64 it fits into a NOTIFY */
const messageLength = 4_500;

/** ids that have left, a room */
const remembered = 1_000;

const stampedState = z.looseObject({ user: z.object({ id: z.string() }) });
const state = z.looseObject({ user: z.unknown().optional() }).nullable();

/**
 * Who is here, and where their caret is. Nothing of it is stored. A connection speaks for its own awareness id only:
 * y-websocket clients also send back what they hear of others, and that is passed over in silence. The server writes the
 * name, the colour and the id of the person, so nobody can sit here under another's name.
 */
export class Presence {
  readonly #here = new Map<number, Here>();
  /** Whose an id was before it left: an echo that comes late must not bring it back. */
  readonly #gone = new Map<number, string>();
  /** People on other nodes, as those tell it. */
  readonly #elsewhere = new Map<number, Said & { at: number }>();
  /** What the other nodes have not been told yet. */
  readonly #untold = new Map<number, Said>();

  constructor(private readonly limits: { presenceBytes: number }) {}

  /** Takes an awareness message in. Returns what everybody (the sender too) is to hear, or null. Throws if it is cut off. */
  receive(seat: Seat, states: Uint8Array): Uint8Array | null {
    const heard: Said[] = [];
    let asSent = true;
    for (const said of read(states)) {
      const stamped = this.#take(seat, said);
      asSent &&= stamped?.json === said.json;
      if (stamped) heard.push(stamped);
    }
    if (heard.length === 0) return null;
    return asSent ? states : write(heard);
  }

  /** The connection is gone: returns what the others are to hear, or null. */
  leave(seat: Seat): Uint8Array | null {
    const left = this.#remove(seat);
    return left && write([left]);
  }

  /** Everybody who is here, for somebody who has just come; null when nobody is. */
  all(): Uint8Array | null {
    const said = [...this.#own(), ...this.#elsewhere.values()];
    return said.length === 0 ? null : write(said);
  }

  /** Takes in what another node says of its people. Returns what everybody here is to hear, or null. */
  receiveElsewhere(states: Uint8Array, at: number): Uint8Array | null {
    const heard = read(states).filter(({ client }) => !this.#here.has(client));
    for (const said of heard) {
      if (said.json === 'null') this.#left(said.client);
      else this.#elsewhere.set(said.client, { ...said, at });
    }
    return heard.length === 0 ? null : write(heard);
  }

  /** Clients say every 15 s that they are here: who has not been heard of since `before` was on a node that is gone. */
  forgetElsewhere(before: number): Uint8Array | null {
    const lost = [...this.#elsewhere.values()].filter(({ at }) => at < before);
    for (const { client } of lost) this.#left(client);
    return lost.length === 0 ? null : write(lost.map((said) => ({ ...said, json: 'null' })));
  }

  /** What the other nodes have not been told yet, or, asked for, all that is here: in messages that fit into the bus. */
  toTell(everything = false): Uint8Array[] {
    const said = everything ? this.#own() : [...this.#untold.values()];
    this.#untold.clear();
    const messages: Said[][] = [];
    let size = Infinity;
    for (const one of said) {
      if (size + one.json.length > messageLength) {
        messages.push([]);
        size = 0;
      }
      messages.at(-1)?.push(one);
      size += one.json.length + 20;
    }
    return messages.map(write);
  }

  #left(client: number): void {
    const known = this.#elsewhere.get(client);
    if (!known) return;
    this.#elsewhere.delete(client);
    this.#remember(client, personOf(known.json));
  }

  #remember(client: number, person: string): void {
    this.#gone.set(client, person);
    const [oldest] = this.#gone.keys();
    if (this.#gone.size > remembered && oldest !== undefined) this.#gone.delete(oldest);
  }

  #own(): Said[] {
    return [...this.#here].map(([client, { clock, json }]) => ({ client, clock, json }));
  }

  #take(seat: Seat, said: Said): Said | null {
    const { client, clock, json } = said;
    const known = this.#here.get(client);
    if (known && known.seat !== seat) return null;
    if (known && (clock < known.clock || (clock === known.clock && json !== 'null'))) return null;
    if (json.length > this.limits.presenceBytes) return null;
    const value = state.parse(JSON.parse(json));
    if (value === null) {
      if (!known) return null;
      this.#remove(seat);
      return said;
    }
    if (!known) {
      // An echo of somebody who is elsewhere, or has left, comes from a seat that has an id already or is another person's.
      const other = this.#elsewhere.get(client);
      const before = other ? personOf(other.json) : this.#gone.get(client);
      if (before !== undefined && (seat.client !== null || before !== seat.person.id)) return null;
      // A tab has one id at a time: a new one (its document was made anew) replaces the old.
      this.#remove(seat);
      this.#gone.delete(client);
      seat.client = client;
    }
    const { id, name, colour } = seat.person;
    const stamped = { client, clock, json: stamp(value, { id, name, color: colour }, json) };
    this.#here.set(client, { seat, clock, json: stamped.json });
    this.#elsewhere.delete(client);
    this.#untold.set(client, stamped);
    return stamped;
  }

  #remove(seat: Seat): Said | null {
    const { client } = seat;
    const known = client === null ? undefined : this.#here.get(client);
    seat.client = null;
    if (client === null || known?.seat !== seat) return null;
    this.#here.delete(client);
    this.#remember(client, seat.person.id);
    const left = { client, clock: known.clock, json: 'null' };
    this.#untold.set(client, left);
    return left;
  }
}

/** Whose a stamped state is. */
function personOf(json: string): string {
  return stampedState.parse(JSON.parse(json)).user.id;
}

/** Cursor moves of a person who is stamped already keep their bytes. */
function stamp(
  value: NonNullable<z.infer<typeof state>>,
  user: { id: string; name: string; color: string },
  json: string,
): string {
  return JSON.stringify(value.user) === JSON.stringify(user) ? json : JSON.stringify({ ...value, user });
}

function read(states: Uint8Array): Said[] {
  const decoder = decoding.createDecoder(states);
  const said: Said[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    said.push({
      client: decoding.readVarUint(decoder),
      clock: decoding.readVarUint(decoder),
      json: decoding.readVarString(decoder),
    });
  }
  return said;
}

function write(said: readonly Said[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, said.length);
    for (const { client, clock, json } of said) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, json);
    }
  });
}
