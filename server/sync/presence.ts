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

/** ids that have left, a room */
const remembered = 1_000;

const state = z.looseObject({ user: z.unknown().optional() }).nullable();

/**
 * Who is here, and where their caret is. Nothing of it is stored. A connection speaks for its own awareness id only:
 * y-websocket clients also send back what they hear of others, and that is passed over in silence. The server writes the
 * name, the colour and the id of the person, so nobody can sit here under another's name.
 */
export class Presence {
  readonly #here = new Map<number, Here>();
  /** Whose an id was before it left: an echo that comes late must not bring it back under another person. */
  readonly #gone = new Map<number, string>();

  constructor(private readonly limits: { presenceBytes: number }) {}

  /** Takes an awareness message in. Returns what everybody (the sender too) is to hear, or null. Throws if it is cut off. */
  receive(seat: Seat, states: Uint8Array): Uint8Array | null {
    const heard: Said[] = [];
    let asSent = true;
    const decoder = decoding.createDecoder(states);
    const count = decoding.readVarUint(decoder);
    for (let i = 0; i < count; i += 1) {
      const said = {
        client: decoding.readVarUint(decoder),
        clock: decoding.readVarUint(decoder),
        json: decoding.readVarString(decoder),
      };
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
    if (this.#here.size === 0) return null;
    return write([...this.#here].map(([client, { clock, json }]) => ({ client, clock, json })));
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
      const before = this.#gone.get(client);
      if (before !== undefined && before !== seat.person.id) return null;
      // A tab has one id at a time: a new one (its document was made anew) replaces the old.
      this.#remove(seat);
      this.#gone.delete(client);
      seat.client = client;
    }
    const { id, name, colour } = seat.person;
    const stamped = { client, clock, json: stamp(value, { id, name, color: colour }, json) };
    this.#here.set(client, { seat, clock, json: stamped.json });
    return stamped;
  }

  #remove(seat: Seat): Said | null {
    const { client } = seat;
    const known = client === null ? undefined : this.#here.get(client);
    seat.client = null;
    if (client === null || known?.seat !== seat) return null;
    this.#here.delete(client);
    this.#gone.set(client, seat.person.id);
    const [oldest] = this.#gone.keys();
    if (this.#gone.size > remembered && oldest !== undefined) this.#gone.delete(oldest);
    return { client, clock: known.clock, json: 'null' };
  }
}

/** Cursor moves of a person who is stamped already keep their bytes. */
function stamp(
  value: NonNullable<z.infer<typeof state>>,
  user: { id: string; name: string; color: string },
  json: string,
): string {
  return JSON.stringify(value.user) === JSON.stringify(user) ? json : JSON.stringify({ ...value, user });
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
