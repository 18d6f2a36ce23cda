/** The one door out of the house: every request that the server makes of its own accord goes through it. */
export {
  createOutbound,
  type Outbound,
  type OutboundOptions,
  type OutboundRequest,
  type Outcome,
} from './outbound';
