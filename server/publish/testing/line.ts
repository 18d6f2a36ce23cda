import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it crossed the line, bytes included. */
export type Crossed = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
type Match = (crossed: Crossed) => boolean;
type Answer = { status: number; headers?: Record<string, string>; body?: string };

/** What happens once to the next request that fits. */
type Mishap = { match: Match } & (
  | { kind: 'cutAfter' }
  | { kind: 'holdBack'; held: (deliver: () => Promise<void>) => void }
  | { kind: 'answer'; answer: Answer; delivered: boolean }
  | { kind: 'before'; act: () => Promise<void> }
);

/** A line to a system that loses answers, delivers late, or answers for itself, each exactly where a test wants it. */
export interface Line {
  url: string;
  /** Everything that came in, in its order. */
  crossed: Crossed[];
  /** The request is delivered, and the connection drops instead of the answer. */
  cutAfter(match: Match): void;
  /** The connection drops at once; the request is delivered when the test says so. Resolves when it has come in. */
  holdBack(match: Match): Promise<() => Promise<void>>;
  /** The line answers instead of the other end, which never hears of it; `falsify`: which has done it all the same. */
  answer(match: Match, answer: Answer): void;
  falsify(match: Match, answer: Answer): void;
  /** Something happens at the other end just before the request is delivered. */
  before(match: Match, act: () => Promise<void>): void;
  close(): Promise<void>;
}

export const creates: Match = ({ method, path }) => method === 'POST' && /\/posts\?/.test(path);
export const updates: Match = ({ method, path, body }) =>
  method === 'POST' && /\/posts\/\d+/.test(path) && !body.includes('"status":"publish"');
export const publishes: Match = ({ method, path, body }) =>
  method === 'POST' && /\/posts\/\d+/.test(path) && body.includes('"status":"publish"');
export const looksUp: Match = ({ method, path }) => method === 'GET' && /\/posts\?/.test(path);
export const anything: Match = () => true;

/** What a receiver of events says when it is content. */
export const accepted: Answer = { status: 204 };

export async function startLine(target: string): Promise<Line> {
  const crossed: Crossed[] = [];
  const mishaps: Mishap[] = [];

  const deliver = (seen: Crossed) =>
    new Promise<Answer>((resolve, reject) => {
      const headers = { ...seen.headers, connection: 'close' };
      const onward = httpRequest(
        `${target}${seen.path}`,
        { method: seen.method, headers, agent: false },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const back: Record<string, string> = {};
            for (const name of ['content-type', 'location', 'retry-after'])
              if (typeof answer.headers[name] === 'string') back[name] = answer.headers[name];
            resolve({
              status: answer.statusCode ?? 0,
              headers: back,
              body: Buffer.concat(chunks).toString(),
            });
          });
        },
      );
      onward.on('error', reject);
      onward.end(seen.body);
    });

  const handle = async (seen: Crossed, response: ServerResponse) => {
    crossed.push(seen);
    const at = mishaps.findIndex(({ match }) => match(seen));
    const mishap = at < 0 ? undefined : mishaps.splice(at, 1)[0];
    const give = ({ status, headers, body }: Answer) => response.writeHead(status, headers).end(body);
    switch (mishap?.kind) {
      case 'answer':
        if (mishap.delivered) await deliver(seen);
        return give(mishap.answer);
      case 'holdBack':
        response.destroy();
        return mishap.held(async () => {
          await deliver(seen);
        });
      case 'cutAfter':
        await deliver(seen);
        return response.destroy();
      case 'before':
        await mishap.act();
        return give(await deliver(seen));
      case undefined:
        return give(await deliver(seen));
    }
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen: Crossed = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      handle(seen, response).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    crossed,
    cutAfter: (match) => void mishaps.push({ kind: 'cutAfter', match }),
    holdBack: (match) =>
      new Promise((resolve) => {
        mishaps.push({ kind: 'holdBack', match, held: resolve });
      }),
    answer: (match, answer) => void mishaps.push({ kind: 'answer', match, answer, delivered: false }),
    falsify: (match, answer) => void mishaps.push({ kind: 'answer', match, answer, delivered: true }),
    before: (match, act) => void mishaps.push({ kind: 'before', match, act }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
