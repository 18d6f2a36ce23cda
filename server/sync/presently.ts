/** Does something soon for each thing that asks, and once for all that ask until then. */
export class Presently<T> {
  readonly #waiting = new Map<T, NodeJS.Timeout>();

  constructor(
    private readonly delayMs: number,
    private readonly work: (thing: T) => void,
  ) {}

  soon(thing: T): void {
    if (this.#waiting.has(thing)) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(thing);
      this.work(thing);
    }, this.delayMs);
    timer.unref();
    this.#waiting.set(thing, timer);
  }

  stop(): void {
    this.#waiting.forEach((timer) => clearTimeout(timer));
    this.#waiting.clear();
  }
}
