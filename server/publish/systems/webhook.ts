import { Webhook } from 'standardwebhooks';
import type { Outbound } from '#server/outbound';
import type { EventPayload } from '../formats';
import { Halt } from '../halt';
import type { Receiver } from './system';
import { mayPass, retryAfter } from './wordpress';

/**
 * A signed webhook (Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`, HMAC-SHA256). The id
 * is the job's key and stays the same however often it is sent: "once" holds per key, at the receiver.
 */
export function createWebhook(account: { url: string; secret: string }, outbound: Outbound): Receiver {
  const signer = new Webhook(account.secret);
  return {
    shape: 'receiver',
    async send(key: string, { body }: EventPayload) {
      const now = new Date();
      const outcome = await outbound.send({
        origin: new URL(account.url).origin,
        url: account.url,
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'webhook-id': key,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': signer.sign(key, now, body),
        },
        body,
      });
      switch (outcome.kind) {
        case 'refused':
          throw new Halt('refused', outcome.reason);
        case 'unreachable':
          throw new Halt('again', `The webhook cannot be reached: ${outcome.reason}`);
        case 'unknown':
          throw new Halt('unknown', `The webhook gave no answer: ${outcome.reason}`);
        case 'answered':
          if (outcome.status >= 200 && outcome.status < 300) return;
          if (mayPass(outcome.status))
            throw new Halt('again', `The webhook answered ${outcome.status}.`, retryAfter(outcome));
          throw new Halt('refused', `The webhook refused the story: it answered ${outcome.status}.`);
      }
    },
  };
}
