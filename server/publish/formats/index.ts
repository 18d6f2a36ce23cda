/** What leaves, built by allow-list, one builder a destination. */
export {
  payload,
  webhookPayload,
  wordpressPayload,
  type EventPayload,
  type Outgoing,
  type Payload,
  type PostFields,
  type PostPayload,
} from './payload';
