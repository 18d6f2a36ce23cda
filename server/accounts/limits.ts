import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '#protocol';

/** Sign-in is limited per account *and* per address: one stops guessing at a person, the other guessing at everybody. */
export interface SignInLimits {
  /** Throws `session.tooManyTries` while the account or the address is over its limit. */
  check(email: string, address: string): Promise<void>;
  failed(email: string, address: string): Promise<void>;
  succeeded(email: string): Promise<void>;
}

export function createSignInLimits(): SignInLimits {
  const perAccount = new RateLimiterMemory({ keyPrefix: 'account', points: 8, duration: 15 * 60 });
  const perAddress = new RateLimiterMemory({ keyPrefix: 'address', points: 40, duration: 15 * 60 });

  async function refuseOver(limiter: RateLimiterMemory, key: string) {
    const used = await limiter.get(key);
    if (used !== null && used.consumedPoints >= limiter.points) {
      const minutes = Math.max(1, Math.ceil(used.msBeforeNext / 60_000));
      throw new Failure(
        'session.tooManyTries',
        `Too many tries. Wait ${minutes} minute${minutes === 1 ? '' : 's'} and try again.`,
      );
    }
  }
  // `consume` rejects with the result, not an error, once the points are used up: `check` says so next time.
  const count = (limiter: RateLimiterMemory, key: string) =>
    limiter.consume(key).catch((over: unknown) => {
      if (!(over instanceof RateLimiterRes)) throw over;
    });

  return {
    async check(email, address) {
      await refuseOver(perAccount, email);
      await refuseOver(perAddress, address);
    },
    async failed(email, address) {
      await Promise.all([count(perAccount, email), count(perAddress, address)]);
    },
    async succeeded(email) {
      await perAccount.delete(email);
    },
  };
}
