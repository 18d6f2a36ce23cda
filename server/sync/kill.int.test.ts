import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { z } from 'zod';
import { personId, storyId, type Person } from '#protocol';
import { until, Writer } from './testing/writer';

const greeting = z.object({ url: z.url(), story: storyId, epoch: z.uuid(), people: z.array(personId) });

let folder: string;
let port: number;
let server: ChildProcess | null = null;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'onrecord-kill-'));
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  port = (probe.address() as AddressInfo).port;
  probe.close();
});
afterAll(async () => {
  if (server) await stop(server, 'SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

/** The server in a process of its own, with the embedded database in our folder. */
async function start() {
  const child = spawn(process.execPath, ['--import', 'tsx', serverFile, folder, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  server = child;
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('the server did not start'))),
  ]);
  return greeting.parse(JSON.parse(String(line)));
}
const serverFile = path.join(import.meta.dirname, 'testing', 'server.ts');

async function stop(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
  server = null;
}

test('kill -9 while they type: what another had seen and what was called saved is there afterwards', async () => {
  const place = await start();
  const [ana] = place.people;
  if (!ana) throw new Error('nobody is there');
  const person: Person = { id: ana, name: '', email: '', roles: [], colour: '' };
  for (let round = 0; round < 3; round += 1) {
    if (!server) await start();
    const writers = await Promise.all(
      Array.from({ length: 6 }, () => new Writer(place, place.story, person, { client: 'ours' }).synced()),
    );
    // Clocks of each writer's own text: how far the others have seen it, and how far it was called saved.
    const marks = new Map<Writer, number[]>(writers.map((writer) => [writer, []]));
    const typing = setInterval(() => {
      for (const writer of writers) {
        writer.type('x', 0);
        writer.mark();
        marks.get(writer)?.push(clockOf(writer.doc, writer));
      }
    }, 4);
    await until(() => writers.every(({ durable }) => durable > 60), 'everybody to have typed for a while');
    if (server) await stop(server, 'SIGKILL');
    clearInterval(typing);
    // What was in the sockets' buffers still arrives, and counts as seen.
    await until(() => writers.every(({ provider }) => !provider.wsconnected), 'the sockets to notice');
    const promised = writers.map((writer) => ({
      client: writer.doc.clientID,
      seen: Math.max(...writers.filter((other) => other !== writer).map(({ doc }) => clockOf(doc, writer))),
      saved: marks.get(writer)?.[writer.durable - 1] ?? 0,
    }));
    writers.forEach((writer) => writer.leave());

    await start();
    const reader = await new Writer(place, place.story, person).synced();
    expect(reader.doc.store.pendingStructs).toBeNull();
    for (const { client, seen, saved } of promised) {
      const kept = Y.getState(reader.doc.store, client);
      expect(saved).toBeGreaterThan(0);
      expect(kept).toBeGreaterThanOrEqual(Math.max(seen, saved));
    }
    reader.leave();
  }
}, 120_000);

function clockOf(doc: Y.Doc, writer: Writer): number {
  return Y.getState(doc.store, writer.doc.clientID);
}
