/** A token bucket: so many a second, so many at once. */
export class Allowance {
  #left: number;
  #at: number;

  constructor(
    private readonly rate: { perSecond: number; burst: number },
    private readonly now: () => number = Date.now,
  ) {
    this.#left = rate.burst;
    this.#at = now();
  }

  /** False when this one is too many. */
  spend(): boolean {
    const now = this.now();
    this.#left = Math.min(
      this.rate.burst,
      this.#left + (Math.max(0, now - this.#at) * this.rate.perSecond) / 1_000,
    );
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
