import next from 'next';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { StartFailure } from '#server/store';
import { setSecurityHeaders } from './headers';

/** How long requests and sockets may go on after a stop was asked for, in milliseconds. */
const patience = 8_000;

export interface FrontOptions {
  host: string;
  port: number;
  /** the checkout: where `.next` lies */
  folder: string;
  /** true: Next compiles pages as they are asked for */
  dev: boolean;
  /** answers `/readyz` */
  ready(): Promise<boolean>;
  /** takes every upgrade that is not Next's own (`/_next/…`) */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** The one port: pages and JSON by Next, sockets by `upgrade`, health by itself. */
export interface Front {
  port: number;
  /** Loads Next; until then every request is told to come back. */
  serve(): Promise<void>;
  /** Takes no more requests, lets running ones end, then cuts what is left. */
  close(): Promise<void>;
}

/** Listens. Throws `port.taken` where somebody else does. */
export async function openFront(options: FrontOptions): Promise<Front> {
  let handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null = null;
  const server = createServer((request, response) => {
    // Set by us alone: what a client says about itself proves nothing.
    request.headers['x-onrecord-address'] = request.socket.remoteAddress ?? '';
    setSecurityHeaders(request, response, options.dev);
    const path = request.url?.split('?', 1)[0];
    if (path === '/healthz') {
      response.writeHead(200).end();
    } else if (path === '/readyz') {
      const ready = handle === null ? Promise.resolve(false) : options.ready();
      void ready
        .catch(() => false)
        .then((yes) => response.writeHead(yes ? 200 : 503, { 'cache-control': 'no-store' }).end());
    } else if (handle === null) {
      response
        .writeHead(503, { 'retry-after': '2' })
        .end('Onrecord is starting. Please try again in a moment.');
    } else {
      handle(request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    }
  });
  // Next adds an upgrade listener of its own to the server it is given. This one never listens: it gets from us
  // only what is Next's.
  const nextServer = createServer();
  // An upgraded socket is out of the HTTP server's sight, but still keeps it from closing.
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    // A refused socket may break while the refusal is written: without a listener that ends the process.
    socket.on('error', () => socket.destroy());
    if (request.url?.startsWith('/_next/')) nextServer.emit('upgrade', request, socket, head);
    else options.upgrade(request, socket, head);
  });
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  let app: ReturnType<typeof next> | null = null;
  return {
    port,
    async serve() {
      app = next({
        dev: options.dev,
        dir: options.folder,
        hostname: options.host,
        port,
        httpServer: nextServer,
        quiet: !options.dev,
      });
      await app.prepare();
      handle = app.getRequestHandler();
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }, patience);
      await closed;
      clearTimeout(cut);
      await app?.close();
    },
  };
}

async function listen(server: Server, { host, port }: FrontOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new StartFailure(
            'port.taken',
            `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
          ),
        );
      } else if (error.code === 'EACCES') {
        reject(
          new StartFailure(
            'port.taken',
            `This user may not listen on port ${port}. Choose one above 1023 with PORT.`,
          ),
        );
      } else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
        reject(new StartFailure('config.invalid', `This machine has no address ${host}: check HOST.`));
      } else reject(error);
    });
    server.listen(port, host, resolve);
  });
}
