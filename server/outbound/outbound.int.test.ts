import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOutbound } from './index';

const open: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of open.splice(0)) await new Promise((done) => server.close(done));
});

async function listening(server: Server): Promise<string> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  open.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const web = (listener: RequestListener) => listening(createServer(listener));

describe('outbound', () => {
  it('sends method, headers and body, and gives back status, headers and body', async () => {
    const origin = await web((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(201, {
          'x-seen': `${request.method} ${request.url} ${request.headers['x-mine']}`,
        });
        response.end(Buffer.concat(chunks));
      });
    });
    const outcome = await createOutbound().send({
      origin,
      url: `${origin}/a?b=c`,
      method: 'POST',
      headers: { 'x-mine': 'yes' },
      body: 'naïve — 😀',
    });
    expect(outcome).toMatchObject({ kind: 'answered', status: 201, body: 'naïve — 😀' });
    expect(outcome.kind === 'answered' && outcome.headers['x-seen']).toBe('POST /a?b=c yes');
  });

  it('gives a redirect back instead of following it', async () => {
    let followed = 0;
    const other = await web((_request, response) => {
      followed += 1;
      response.end();
    });
    const origin = await web((_request, response) => {
      response.writeHead(302, { location: other });
      response.end();
    });
    const outcome = await createOutbound().send({ origin, url: origin, method: 'GET' });
    expect(outcome).toMatchObject({ kind: 'answered', status: 302 });
    expect(followed).toBe(0);
  });

  it('refuses another origin, another protocol, and a password in the address, without a connection', async () => {
    let connections = 0;
    const origin = await web(() => undefined);
    open[0]?.on('connection', () => (connections += 1));
    const outbound = createOutbound();
    for (const url of [
      'http://127.0.0.1:1/',
      'file:///etc/passwd',
      origin.replace('//', '//me:pw@'),
      'nonsense',
    ])
      expect(await outbound.send({ origin, url, method: 'GET' })).toMatchObject({ kind: 'refused' });
    expect(connections).toBe(0);
  });

  it('refuses a name that resolves inward, even if only one of its addresses does', async () => {
    let connections = 0;
    const origin = await web((_request, response) => response.end());
    open[0]?.on('connection', () => (connections += 1));
    const port = new URL(origin).port;
    const send = (resolved: string[], allowPrivate: string[]) =>
      createOutbound({ allowPrivate, resolve: () => Promise.resolve(resolved) }).send({
        origin: `http://cms.example.com:${port}`,
        url: `http://cms.example.com:${port}/`,
        method: 'GET',
      });
    expect(await send(['127.0.0.1'], [])).toMatchObject({ kind: 'refused' });
    expect(await send(['93.184.216.34', '127.0.0.1'], [])).toMatchObject({ kind: 'refused' });
    expect(await send(['169.254.169.254'], ['cms.example.com'])).toMatchObject({ kind: 'refused' });
    expect(connections).toBe(0);
    expect(await send(['127.0.0.1'], ['cms.example.com'])).toMatchObject({ kind: 'answered', status: 200 });
  });

  it('resolves once, and connects to the address that was checked', async () => {
    const hosts: (string | undefined)[] = [];
    const origin = await web((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    const port = new URL(origin).port;
    let asked = 0;
    const outbound = createOutbound({
      allowPrivate: ['rebind.example.com'],
      resolve: () => Promise.resolve((asked += 1) === 1 ? ['127.0.0.1'] : ['169.254.169.254']),
    });
    const url = `http://rebind.example.com:${port}/`;
    expect(await outbound.send({ origin: url, url, method: 'GET' })).toMatchObject({ kind: 'answered' });
    expect(asked).toBe(1);
    expect(hosts).toEqual([`rebind.example.com:${port}`]);
  });

  it('calls it unreachable where no connection came about: nothing was sent', async () => {
    const origin = await web((_request, response) => response.end());
    const server = open.pop();
    await new Promise((done) => server?.close(done));
    expect(await createOutbound().send({ origin, url: origin, method: 'POST', body: 'x' })).toMatchObject({
      kind: 'unreachable',
    });
    const lost = createOutbound({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    const url = 'http://nowhere.example.com/';
    expect(await lost.send({ origin: url, url, method: 'GET' })).toMatchObject({ kind: 'unreachable' });
  });

  it('calls it unknown where the line was cut after sending, or no answer came in time', async () => {
    const cut = await listening(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await createOutbound().send({ origin: cut, url: cut, method: 'POST', body: 'x' })).toMatchObject({
      kind: 'unknown',
    });
    const silent = await listening(createTcpServer((socket) => socket.resume()));
    expect(
      await createOutbound().send({ origin: silent, url: silent, method: 'POST', body: 'x', timeout: 50 }),
    ).toMatchObject({ kind: 'unknown' });
    const half = await listening(
      createTcpServer((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"id":')),
      ),
    );
    expect(await createOutbound().send({ origin: half, url: half, method: 'POST', body: 'x' })).toMatchObject(
      {
        kind: 'unknown',
      },
    );
  });

  it('keeps to its limits of size, in both directions', async () => {
    const origin = await web((_request, response) => response.end('x'.repeat(2000)));
    const outbound = createOutbound({ maxAnswerBytes: 1000, maxRequestBytes: 10 });
    expect(await outbound.send({ origin, url: origin, method: 'GET' })).toMatchObject({ kind: 'unknown' });
    expect(await outbound.send({ origin, url: origin, method: 'POST', body: 'x'.repeat(11) })).toMatchObject({
      kind: 'refused',
    });
  });
});
