import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Kysely } from 'kysely';
import type pino from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { closeCode, type CloseName, type Person, type StoryId } from '#protocol';
import type { Schema } from '#server/store';
import type { AccessScope } from './access';
import { admit, type Admission } from './admission';
import { Connection } from './connection';
import type { SyncLimits } from './limits';
import type { Room } from './room';
import type { Rooms } from './rooms';
import { fromOlderEpoch } from './stored';

export interface Identity {
  person: Person;
  /** A cheaper question than `identify`, asked first when access is read again. */
  sessionValid?(): Promise<boolean>;
}

export interface HubOptions {
  db: Kysely<Schema>;
  rooms: Rooms;
  limits: SyncLimits;
  logger: pino.Logger;
  identify(request: IncomingMessage): Promise<Identity | null>;
  originAllowed(request: IncomingMessage): boolean;
  /** Reads what other nodes have written to a story. Null where there are no other nodes. */
  catchUp: ((room: Room) => Promise<void>) | null;
  access(person: Person, story: StoryId): Promise<'write' | 'read' | 'none'>;
}

/** An open socket and what it was let in for. */
interface Guest {
  connection: Connection;
  request: IncomingMessage;
  identity: Identity;
  story: StoryId;
  granted: 'write' | 'read';
}

/** The sockets of this node: lets them in, brings them to their rooms, and asks again whether they may stay. */
export class Hub {
  readonly #server: WebSocketServer;
  readonly #guests = new Set<Guest>();
  readonly #timers: NodeJS.Timeout[];
  #closing = false;

  constructor(private readonly options: HubOptions) {
    const { limits, logger } = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: limits.frameBytes,
      // Deflating each small frame costs several times what it saves.
      perMessageDeflate: false,
      clientTracking: false,
    });
    this.#timers = [
      setInterval(() => this.#guests.forEach(({ connection }) => connection.beat()), limits.heartbeatMs),
      setInterval(() => void this.recheck('all'), limits.recheckMs),
    ];
    this.#timers.forEach((timer) => timer.unref());
    this.#server.on('error', (error) => logger.error({ err: error }, 'the socket server failed'));
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const failed = (error: unknown) => this.options.logger.debug({ err: error }, 'a socket broke');
    // Without a listener, a stranger who hangs up during the handshake ends the process.
    socket.on('error', failed);
    if (!this.options.originAllowed(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    void this.#admit(request).then((admission) => {
      this.#server.handleUpgrade(request, socket, head, (ws) => {
        // The same for an oversized frame, also where the socket is about to be closed.
        ws.on('error', failed);
        // A refusal over HTTP would be tried again for ever: the socket opens, and its close code says why.
        if (admission.is === 'turnedAway') return turnAway(ws, admission.with);
        ws.pause();
        void this.#seat(ws, request, admission);
      });
    });
  }

  /** Asks again who is behind the sockets in this scope and what they may do. Whoever has lost or gained something comes back anew. */
  async recheck(scope: AccessScope): Promise<void> {
    const { rooms, logger } = this.options;
    try {
      if (scope === 'all') await rooms.checkEpochs(rooms.all());
      else if ('story' in scope)
        await rooms.checkEpochs(rooms.all().filter(({ story }) => story === scope.story));
    } catch (error) {
      logger.warn({ err: error }, 'the epochs of the open stories could not be read again');
    }
    for (const guest of [...this.#guests]) {
      const { identity, story, connection } = guest;
      if (scope !== 'all') {
        if ('person' in scope ? identity.person.id !== scope.person : story !== scope.story) continue;
      }
      try {
        if (!(await this.#mayStay(guest))) connection.close('restart');
      } catch (error) {
        logger.warn({ err: error, story }, 'access could not be read again');
      }
    }
  }

  close(): void {
    this.#closing = true;
    this.#timers.forEach((timer) => clearInterval(timer));
    for (const { connection } of [...this.#guests]) connection.close('restart');
    this.#server.close();
  }

  async #admit(request: IncomingMessage): Promise<Admission<Identity>> {
    if (this.#closing) return { is: 'turnedAway', with: 'restart' };
    try {
      return await admit(request, this.options);
    } catch (error) {
      this.options.logger.error({ err: error }, 'an upgrade could not be checked');
      return { is: 'turnedAway', with: 'later' };
    }
  }

  /** Brings an admitted socket to its room. It is paused meanwhile: no frame is read before the document is there. */
  async #seat(
    ws: WebSocket,
    request: IncomingMessage,
    admission: Admission<Identity> & { is: 'admitted' },
  ): Promise<void> {
    const { rooms, logger } = this.options;
    let room: Room | null;
    try {
      room = await rooms.hold(admission.story);
    } catch (error) {
      logger.error({ err: error, story: admission.story }, 'a story could not be read');
      turnAway(ws, 'later');
      return ws.resume();
    }
    const objection = room ? this.#objection(room, admission) : 'notFound';
    if (objection) turnAway(ws, objection);
    else if (room && ws.readyState === ws.OPEN) this.#connect(ws, request, room, admission);
    if (room) rooms.release(room);
    ws.resume();
  }

  #objection(room: Room, { epoch, identity }: Admission<Identity> & { is: 'admitted' }): CloseName | null {
    const { limits } = this.options;
    if (this.#closing) return 'restart';
    if (epoch !== null && epoch !== room.epoch) return 'rebuilt';
    if (room.members.size >= limits.connectionsPerStory) return 'tooMany';
    const own = [...this.#guests].filter((guest) => guest.identity.person.id === identity.person.id);
    return own.length >= limits.connectionsPerPerson ? 'tooMany' : null;
  }

  #connect(
    ws: WebSocket,
    request: IncomingMessage,
    room: Room,
    { identity, story, mode, epoch, ours }: Admission<Identity> & { is: 'admitted' },
  ): void {
    const { db, rooms, limits, logger, catchUp } = this.options;
    const { person } = identity;
    const connection = new Connection({
      socket: ws,
      room,
      person,
      ours,
      mode,
      rebuiltSince: epoch === null ? (strangers) => fromOlderEpoch(db, story, room.epoch, strangers) : null,
      catchUp: catchUp && (() => catchUp(room)),
      quarantine: (update, client) => {
        const row = { story_id: story, epoch: room.epoch, person_id: person.id, client_id: client };
        db.insertInto('quarantine')
          .values({ ...row, bytes: Buffer.from(update) })
          .execute()
          .catch((error: unknown) => logger.error({ err: error, ...row }, 'quarantine failed'));
        logger.warn(row, 'a change came under the id of another person');
      },
      left: () => {
        this.#guests.delete(guest);
        rooms.rest(room);
      },
      limits,
      logger,
    });
    const guest: Guest = { connection, request, identity, story, granted: mode };
    this.#guests.add(guest);
  }

  async #mayStay({ identity, request, story, granted }: Guest): Promise<boolean> {
    const { identify, access } = this.options;
    if (identity.sessionValid && !(await identity.sessionValid())) return false;
    // Read anew: the roles of the person that came in may be others now.
    const now = await identify(request);
    return now?.person.id === identity.person.id && (await access(now.person, story)) === granted;
  }
}

function turnAway(ws: WebSocket, name: CloseName): void {
  const { code, reason } = closeCode[name];
  ws.close(code, reason);
}
