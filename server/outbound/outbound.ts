import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { bareHost, PrivateRule } from './address';

/** One request to one destination. */
export type OutboundRequest = {
  /** Every URL must be of this origin: a destination's own. */
  origin: string;
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds for the whole exchange, looking the name up included. */
  timeout?: number;
};

/**
 * What became of a request. The difference that counts is whether the other side may have acted on it:
 * `refused` (by our own rules) and `unreachable` (no connection came about) mean that **nothing was sent**;
 * `unknown` means that it was, or may have been, and no whole answer came.
 */
export type Outcome =
  | { kind: 'answered'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reason: string }
  | { kind: 'unknown'; reason: string };

export interface Outbound {
  /** Never throws for what the network does; redirects are answers, never followed. */
  send(request: OutboundRequest): Promise<Outcome>;
  /** True where a URL names this machine or its own network, so that plain http to it is no leak. */
  staysInside(url: URL): boolean;
}

export type OutboundOptions = {
  /** Names and ranges that the operator of the server trusts although they are private (`ONRECORD_ALLOW_PRIVATE`). */
  allowPrivate?: readonly string[];
  /** Bytes of a request's body, and of an answer's. */
  maxRequestBytes?: number;
  maxAnswerBytes?: number;
  /** Milliseconds, where the request says nothing. */
  timeout?: number;
  /** Name → addresses. The system's resolver unless a test gives another. */
  resolve?: (host: string) => Promise<string[]>;
};

/** Makes the one door out. Everything that the server sends of its own accord goes through it. */
export function createOutbound(options: OutboundOptions = {}): Outbound {
  const rule = new PrivateRule(options.allowPrivate);
  const maxRequestBytes = options.maxRequestBytes ?? 20 * 1024 * 1024;
  const maxAnswerBytes = options.maxAnswerBytes ?? 20 * 1024 * 1024;
  const resolve = options.resolve ?? resolveBySystem;

  async function send(request: OutboundRequest): Promise<Outcome> {
    const started = performance.now();
    const timeout = request.timeout ?? options.timeout ?? 30_000;
    const refused = (reason: string): Outcome => ({ kind: 'refused', reason });

    const url = parsed(request.url);
    if (!url || !['http:', 'https:'].includes(url.protocol))
      return refused('Only http and https addresses are reached.');
    if (url.origin !== parsed(request.origin)?.origin)
      return refused(`${url.origin} is not the destination's own origin.`);
    if (url.username || url.password) return refused('An address may not carry a password.');
    const body = request.body === undefined ? null : Buffer.from(request.body);
    if (body && body.byteLength > maxRequestBytes) return refused('The request is too large to send.');

    const host = bareHost(url.hostname);
    let addresses: string[];
    try {
      addresses = isIP(host) !== 0 ? [host] : await withTimeout(resolve(host), timeout);
    } catch (error) {
      return { kind: 'unreachable', reason: `The name ${host} was not found (${words(error)}).` };
    }
    if (addresses.length === 0) return { kind: 'unreachable', reason: `The name ${host} has no address.` };
    // One private address among public ones is how a name is turned inward: all have to pass.
    const barred = addresses.find((address) => !rule.admits(host, address));
    if (barred !== undefined)
      return refused(
        `${host} is at ${barred}, an address that is not reached from here. Where this is your own network, the ` +
          `server's operator can list the name in ONRECORD_ALLOW_PRIVATE.`,
      );
    return exchange(
      { request, url, addresses, body, maxAnswerBytes },
      timeout - (performance.now() - started),
    );
  }

  return { send, staysInside: (url) => rule.staysInside(url) };
}

type Exchange = {
  request: OutboundRequest;
  url: URL;
  addresses: readonly string[];
  body: Buffer | null;
  maxAnswerBytes: number;
};

/**
 * One connection, one request, one answer. No connection is kept for the next request: a reused one that the other side
 * has just closed could not be told from one that was cut after sending.
 */
function exchange(
  { request, url, addresses, body, maxAnswerBytes }: Exchange,
  timeout: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let sent = false;
    let settled = false;
    const secure = url.protocol === 'https:';
    const settle = (outcome: Outcome) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      client.destroy();
      resolve(outcome);
    };
    const broken = (reason: string) => settle({ kind: sent ? 'unknown' : 'unreachable', reason });

    const client: ClientRequest = (secure ? httpsRequest : httpRequest)(url, {
      method: request.method,
      agent: false,
      lookup: pinned(addresses),
      headers: {
        'user-agent': 'Onrecord',
        'accept-encoding': 'identity',
        ...request.headers,
        ...(body ? { 'content-length': String(body.byteLength) } : {}),
      },
    });
    const timer = setTimeout(
      () => broken(`${url.host} did not answer within ${Math.round(timeout / 1000)} s.`),
      Math.max(1, timeout),
    );
    // From the moment that the line stands, bytes may have crossed: a cut no longer means "not sent".
    client.on('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        sent = true;
      });
    });
    client.on('error', (error) => broken(`${url.host}: ${words(error)}`));
    client.on('response', (response) => void read(response));
    client.end(body ?? undefined);

    async function read(response: IncomingMessage): Promise<void> {
      const chunks: Buffer[] = [];
      let length = 0;
      try {
        for await (const chunk of response as AsyncIterable<Buffer>) {
          length += chunk.byteLength;
          if (length > maxAnswerBytes) return broken(`${url.host} answered with more than is read.`);
          chunks.push(chunk);
        }
      } catch (error) {
        return broken(`${url.host} broke off its answer (${words(error)}).`);
      }
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(response.headers))
        if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
      settle({
        kind: 'answered',
        status: response.statusCode ?? 0,
        headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
    }
  });
}

/** Connects to the addresses that were checked, whatever the name resolves to a moment later. */
function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const first = all[0];
    if (options.all) callback(null, all);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
}

function parsed(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

async function resolveBySystem(host: string): Promise<string[]> {
  return (await systemLookup(host, { all: true, verbatim: true })).map((found) => found.address);
}

async function withTimeout<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function words(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return words(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
