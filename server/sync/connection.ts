import type pino from 'pino';
import type { RawData, WebSocket } from 'ws';
import { closeCode, type CloseName, type Person } from '#protocol';
import { Allowance } from './allowance';
import { frame, readFrame, type Frame } from './frame';
import type { SyncLimits } from './limits';
import type { Member, Room, Verdict } from './room';

/** How far a socket has come. `held` are its frames from the first one that built on something we had not got yet. */
type Session =
  | { is: 'joining'; held: Frame[]; bytes: number; patience: NodeJS.Timeout | null }
  | { is: 'live' }
  | { is: 'closed' };

interface ConnectionOptions {
  socket: WebSocket;
  room: Room;
  person: Person;
  /** the client named its schema: it knows our messages */
  ours: boolean;
  mode: 'write' | 'read';
  /** Checks the ids that a stock client names and this story has never seen: true if they are of an older epoch. */
  rebuiltSince: ((strangers: readonly number[]) => Promise<boolean>) | null;
  /** Reads what other nodes have written up to now. Null where there are no other nodes. */
  catchUp: (() => Promise<void>) | null;
  /** Keeps the bytes of a change that came under another person's id. */
  quarantine(update: Uint8Array, client: number): void;
  left(): void;
  limits: SyncLimits;
  logger: pino.Logger;
}

const emptyPresence = frame.awareness(new Uint8Array([0]));

/** One socket in a room: reads its frames in order, and answers as y-websocket expects and, to our editor, a little more. */
export class Connection implements Member {
  readonly person: Person;
  readonly ours: boolean;
  client: number | null = null;
  #session: Session = { is: 'joining', held: [], bytes: 0, patience: null };
  #mode: 'write' | 'read';
  /** Something was dropped: from here on nothing may be called saved. */
  #refused = false;
  /** Frames that came while it is being asked whether this client is of an older epoch. */
  #backlog: Frame[] | null = null;
  #unread: number;
  #lastSent = 0;
  #answersPing = true;
  readonly #changes: Allowance;
  /** An answer may be the whole story: y-websocket asks once a connection. */
  readonly #joins = new Allowance({ perSecond: 2, burst: 30 });

  constructor(private readonly options: ConnectionOptions) {
    const { socket, limits, room } = options;
    this.person = options.person;
    this.ours = options.ours;
    this.#mode = options.mode;
    this.#unread = limits.unreadBytes;
    this.#changes = new Allowance({ perSecond: limits.changesPerSecond, burst: limits.changeBurst });
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => (this.#answersPing = true));
    socket.on('close', () => this.#end());
    room.members.add(this);
    this.send(frame.step1(room.vector()));
    const present = room.presence.all();
    if (present) this.send(frame.awareness(present));
  }

  get mode(): 'write' | 'read' {
    return this.#mode;
  }

  send(bytes: Uint8Array): void {
    const { socket } = this.options;
    if (socket.readyState !== socket.OPEN) return;
    socket.send(bytes);
    this.#lastSent = Date.now();
    if (socket.bufferedAmount <= this.#unread) return;
    this.close('slow');
    // Its close frame is queued behind what it does not read: do not keep all that in memory for it.
    socket.terminate();
  }

  close(name: CloseName): void {
    const { socket } = this.options;
    this.#end();
    // A socket that is not read never hears that the other side has closed, too.
    socket.resume();
    socket.close(closeCode[name].code, closeCode[name].reason);
  }

  /** Called every few seconds: ends sockets whose other side is gone, and lets silent ones hear something. */
  beat(): void {
    const { socket, limits } = this.options;
    if (!this.#answersPing) return socket.terminate();
    this.#answersPing = false;
    socket.ping();
    if (Date.now() - this.#lastSent >= limits.heartbeatMs) this.send(emptyPresence);
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#session.is === 'closed') return;
    if (!isBinary) return this.#malformed(new Error('a text message'));
    try {
      // Copied into a buffer of its own: see `readFrame`.
      const received = readFrame(Uint8Array.from(asBytes(data)));
      this.#take(received);
    } catch (error) {
      this.#malformed(error);
    }
  }

  #take(received: Frame): void {
    if (this.#backlog) this.#backlog.push(received);
    else this.#handle(received);
  }

  #handle(received: Frame): void {
    if (this.#session.is === 'closed') return;
    const { room } = this.options;
    switch (received.is) {
      case 'step1':
        return this.#join(received.vector);
      case 'step2':
        return this.#answered(received);
      case 'update':
      case 'marker':
        if (this.#session.is === 'joining' && this.#session.held.length > 0) return this.#hold(received);
        return received.is === 'update' ? this.#change(received) : this.#mark(received.n);
      case 'awareness':
        // y-websocket sends back whatever it hears of others: only what this client says of itself counts.
        if (room.hear(this, received.states) && !this.#changes.spend()) return this.close('tooFast');
        return;
      case 'queryAwareness': {
        const present = room.presence.all();
        if (present) this.send(frame.awareness(present));
        return;
      }
      case 'unknown':
        return;
    }
  }

  #join(vector: Uint8Array): void {
    const { room, rebuiltSince, limits } = this.options;
    if (!this.#joins.spend()) return this.close('tooFast');
    const answer = () => {
      if (this.#session.is === 'closed') return;
      room.join(vector, (bytes) => {
        // A long story is more than a client may otherwise leave unread.
        this.#unread = Math.max(this.#unread, limits.unreadBytes + bytes.length);
        this.send(bytes);
      });
    };
    const strangers = rebuiltSince ? room.strangers(vector) : [];
    if (!rebuiltSince || strangers.length === 0) return answer();
    // Nothing of it may be taken in before this is known.
    this.#waitFor(rebuiltSince(strangers), (rebuilt) => (rebuilt ? this.close('rebuilt') : answer()));
  }

  /** The answer to our first step: what was held can be judged now. */
  #answered(received: Frame & { is: 'step2' }): void {
    const session = this.#session;
    this.#session = { is: 'live' };
    this.#change(received);
    if (session.is !== 'joining') return;
    if (session.patience) clearTimeout(session.patience);
    for (const held of session.held) this.#take(held);
  }

  #change(received: Frame & { is: 'step2' | 'update' }): void {
    if (!this.#changes.spend()) return this.close('tooFast');
    const { room, catchUp } = this.options;
    // A colleague's words that this client has seen through another node may not be here yet: read the log, look again.
    if (this.#mode === 'read') {
      const objects = () => !this.#refused && room.wouldChange(received.update);
      const refuse = () => (objects() ? this.#refuse('read-only') : undefined);
      return objects() && catchUp ? this.#waitFor(catchUp(), refuse) : refuse();
    }
    const verdict = room.accept(this, received.update, catchUp === null);
    const mayBeLate =
      verdict.is === 'strange' ||
      verdict.is === 'forged' ||
      (verdict.is === 'gap' && !verdict.own && this.#session.is === 'live');
    if (!mayBeLate || !catchUp) return this.#judge(verdict, received);
    this.#waitFor(catchUp(), () => this.#judge(room.accept(this, received.update, true), received));
  }

  /** Handles nothing until `work` is done. */
  #waitFor<T>(work: Promise<T>, then: (result: T) => void): void {
    const { socket, logger } = this.options;
    // A pause does not hold what has been read from the socket already.
    this.#backlog = [];
    socket.pause();
    work.then(
      (result) => {
        if (this.#session.is === 'closed') return;
        try {
          then(result);
          this.#goOn();
        } catch (error) {
          this.#malformed(error);
        }
        if (!this.#backlog) socket.resume();
      },
      (error: unknown) => {
        logger.error({ err: error, person: this.person.id }, 'the database could not be asked');
        this.close('later');
      },
    );
  }

  #goOn(): void {
    const backlog = this.#backlog ?? [];
    this.#backlog = null;
    for (let received = backlog.shift(); received; received = backlog.shift()) {
      this.#handle(received);
      // It may wait for something in its turn: the rest waits with it.
      const again = this.#waitingFrames();
      if (again) return void again.push(...backlog);
    }
  }

  #waitingFrames(): Frame[] | null {
    return this.#backlog;
  }

  #judge(verdict: Verdict, received: Frame & { is: 'step2' | 'update' }): void {
    switch (verdict.is) {
      case 'taken':
        return;
      case 'gap':
        if (this.#session.is === 'joining') return this.#hold(received);
        return this.close(verdict.own ? 'gap' : 'later');
      case 'strange':
        // Only asked where other nodes are, and answered by reading what they wrote.
        return this.close('later');
      case 'forged':
        this.options.quarantine(received.update, verdict.client);
        return this.close('forgedClient');
      case 'malformed':
        return this.#malformed(verdict.cause);
      case 'busy':
        return this.close('later');
      case 'full':
        this.#mode = 'read';
        return this.#refuse('full');
    }
  }

  /** Gaps are normal while the client has not answered our first step: y-websocket sends what is typed right away. */
  #hold(received: Frame): void {
    const session = this.#session;
    if (session.is !== 'joining') return;
    session.held.push(received);
    if (received.is === 'update') session.bytes += received.update.length;
    if (session.bytes > this.options.limits.heldBytes) return this.close('gap');
    session.patience ??= setTimeout(() => this.close('gap'), this.options.limits.heldMs);
  }

  #mark(n: number): void {
    this.options.room.after({
      durable: () => {
        if (!this.#refused) this.send(frame.durable(n));
      },
      lost() {},
    });
  }

  #refuse(reason: 'read-only' | 'full'): void {
    this.#refused = true;
    if (this.ours) this.send(frame.refused(reason));
  }

  #malformed(error: unknown): void {
    this.options.logger.warn({ err: error, person: this.person.id }, 'a message could not be read');
    this.close('malformed');
  }

  #end(): void {
    const session = this.#session;
    if (session.is === 'closed') return;
    if (session.is === 'joining' && session.patience) clearTimeout(session.patience);
    this.#session = { is: 'closed' };
    this.options.room.leave(this);
    this.options.left();
  }
}

function asBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
