/** Somebody who waits until all that was accepted before is durable. Hears one of the two. */
export interface Waiter {
  durable(): void;
  lost(): void;
}

/** Changes that are accepted and not yet durable, in their order; who waits for the last of them waits with it. */
export class UnderWay {
  readonly #changes: Waiter[][] = [];

  add(): void {
    this.#changes.push([]);
  }

  /** The oldest change is durable: returns who waited for it. */
  landed(): Waiter[] {
    return this.#changes.shift() ?? [];
  }

  /** Calls back when all that is under way now is durable: at once, where nothing is. */
  after(waiter: Waiter): void {
    const last = this.#changes.at(-1);
    if (last) last.push(waiter);
    else waiter.durable();
  }

  lost(): void {
    for (const waiters of this.#changes) for (const waiter of waiters.splice(0)) waiter.lost();
  }
}
