import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import * as Y from 'yjs';
import { z } from 'zod';
import { personId, storyId, type Person } from '#protocol';
import { until, Writer } from '../server/sync/testing/writer';

const greeting = z.object({ url: z.url(), story: storyId, people: z.array(personId).min(1) });

/** Propagation of a letter from one editor to the others, commit included, and what the server's process costs. */
export async function syncTable(
  rounds: readonly { writers: number; perSecond: number }[],
  seconds = 10,
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'onrecord-bench-'));
  const port = await freePort();
  const server = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      path.join(import.meta.dirname, '../server/sync/testing/server.ts'),
      folder,
      String(port),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const [line] = await once(createInterface({ input: server.stdout }), 'line');
    const place = greeting.parse(JSON.parse(String(line)));
    const lines: string[] = [];
    for (const round of rounds) lines.push(await measure(place, server.pid ?? 0, round, seconds));
    return lines.join('\n');
  } finally {
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  place: z.infer<typeof greeting>,
  pid: number,
  { writers: count, perSecond }: { writers: number; perSecond: number },
  seconds: number,
): Promise<string> {
  const [id] = place.people;
  if (!id) throw new Error('nobody is there');
  const person: Person = { id, name: '', email: '', roles: [], colour: '' };
  const writers = await Promise.all(
    Array.from({ length: count }, () => new Writer(place, place.story, person, { client: 'ours' }).synced()),
  );
  const times: number[] = [];
  const sent = new Map<string, number>();
  for (const writer of writers) {
    writer.enter();
    writer.doc.on('update', (update: Uint8Array, origin: unknown) => {
      const now = performance.now();
      for (const [client, clock] of Y.parseUpdateMeta(update).to) {
        const key = `${client}:${clock}`;
        if (origin !== writer.provider) sent.set(key, now);
        else if (sent.has(key)) times.push(now - (sent.get(key) ?? now));
      }
    });
  }
  const before = cpuSeconds(pid);
  const typing = writers.map((writer) => setInterval(() => writer.type('x', 0), 1_000 / perSecond));
  const end = performance.now() + seconds * 1_000;
  await until(() => performance.now() > end, 'the time');
  typing.forEach((timer) => clearInterval(timer));
  const cpu = cpuSeconds(pid) - before;
  await Promise.all(writers.map((writer) => writer.saved()));
  writers.forEach((writer) => writer.leave());
  times.sort((left, right) => left - right);
  const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1);
  return (
    `${count} writers × ${perSecond} letters/s: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, ` +
    `${times.length} deliveries, server ${((cpu / seconds) * 100).toFixed(0)} % of a core (without PostgreSQL)`
  );
}

/** User and system time of a process, from /proc: Linux only, 0 elsewhere. */
function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

if (process.argv[1] === import.meta.filename) {
  console.log(
    await syncTable([
      { writers: 2, perSecond: 6 },
      { writers: 10, perSecond: 6 },
      { writers: 20, perSecond: 6 },
    ]),
  );
  process.exit(0);
}
