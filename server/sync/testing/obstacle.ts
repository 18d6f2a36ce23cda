import pg from 'pg';
import type { StoryId } from '#protocol';
import type { Store } from '#server/store';
import { until } from './writer';

/** A second connection to the database that stands in the way: real locks instead of made-up delays. */
export class Obstacle {
  private constructor(private readonly client: pg.Client) {}

  /** Nothing of this story can be committed until `lift`. */
  static async onStory(store: Pick<Store, 'connection'>, story: StoryId): Promise<Obstacle> {
    return Obstacle.#open(store, 'select from story where id = $1 for update', [story]);
  }

  /** The story's snapshot can be read and not replaced until `lift`. */
  static async onSnapshot(store: Pick<Store, 'connection'>, story: StoryId): Promise<Obstacle> {
    return Obstacle.#open(store, 'select from sync_snapshot where story_id = $1 for update', [story]);
  }

  /** No story can be loaded until `lift`. */
  static async onLoading(store: Pick<Store, 'connection'>): Promise<Obstacle> {
    return Obstacle.#open(store, 'lock table sync_snapshot in access exclusive mode');
  }

  static async #open(
    { connection }: Pick<Store, 'connection'>,
    statement: string,
    values: unknown[] = [],
  ): Promise<Obstacle> {
    const client = new pg.Client(connection);
    await client.connect();
    await client.query('begin');
    await client.query(statement, values);
    return new Obstacle(client);
  }

  /** Resolves with the backend that waits for us. */
  async hit(): Promise<number> {
    let pid = 0;
    await until(async () => {
      const { rows } = await this.client.query<{ pid: number }>(
        'select pid from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))',
      );
      pid = rows[0]?.pid ?? 0;
      return pid !== 0;
    }, 'something to wait for the lock');
    return pid;
  }

  /** Breaks the connection of a backend, as a restart of the database would. */
  async break(pid: number): Promise<void> {
    await this.client.query('select pg_terminate_backend($1)', [pid]);
  }

  /** Lifts with a purge: the story has another epoch from then on. */
  async rebuild(story: StoryId, epoch: string): Promise<void> {
    await this.client.query('update story set epoch = $2 where id = $1', [story, epoch]);
    await this.client.query('commit');
    await this.client.end();
  }

  async lift(): Promise<void> {
    await this.client.query('rollback');
    await this.client.end();
  }
}
