import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { messageType, type StoryTopic } from '#protocol';

/** What a client may send: the stock y-websocket protocol and our marker. */
export type Frame =
  | { is: 'step1'; vector: Uint8Array }
  | { is: 'step2'; update: Uint8Array }
  | { is: 'update'; update: Uint8Array }
  | { is: 'awareness'; states: Uint8Array }
  | { is: 'queryAwareness' }
  | { is: 'marker'; n: number }
  | { is: 'unknown' };

const step1 = 0;
const step2 = 1;
const update = 2;

/**
 * Reads one message. Throws on anything that is cut off.
 *
 * @param bytes in an ArrayBuffer of their own: a length that lies must not reach a neighbour's bytes in a shared one
 */
export function readFrame(bytes: Uint8Array): Frame {
  const decoder = decoding.createDecoder(bytes);
  switch (decoding.readVarUint(decoder)) {
    case messageType.sync:
      return readSync(decoder);
    case messageType.awareness:
      return { is: 'awareness', states: decoding.readVarUint8Array(decoder) };
    case messageType.queryAwareness:
      return { is: 'queryAwareness' };
    case messageType.marker:
      return { is: 'marker', n: decoding.readVarUint(decoder) };
    default:
      return { is: 'unknown' };
  }
}

function readSync(decoder: decoding.Decoder): Frame {
  switch (decoding.readVarUint(decoder)) {
    case step1:
      return { is: 'step1', vector: decoding.readVarUint8Array(decoder) };
    case step2:
      return { is: 'step2', update: decoding.readVarUint8Array(decoder) };
    case update:
      return { is: 'update', update: decoding.readVarUint8Array(decoder) };
    default:
      return { is: 'unknown' };
  }
}

const sync = (step: number) => (bytes: Uint8Array) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageType.sync);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, bytes);
  });

const number = (type: number) => (n: number) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type);
    encoding.writeVarUint(encoder, n);
  });

const words = (type: number) => (text: string) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type);
    encoding.writeVarString(encoder, text);
  });

/** What the server sends. */
export const frame = {
  step1: sync(step1),
  step2: sync(step2),
  update: sync(update),
  awareness: (states: Uint8Array) =>
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, messageType.awareness);
      encoding.writeVarUint8Array(encoder, states);
    }),
  durable: number(messageType.durable),
  refused: words(messageType.refused),
  changed: (topic: StoryTopic) => words(messageType.changed)(topic),
};
