/**
 * What one node, one story and one connection may cost. Numbers are far above what people do and far below what hurts:
 * a robot or a fault meets them, a writer does not.
 */
export interface SyncLimits {
  /** one WebSocket message, bytes; beyond it 1009 */
  frameBytes: number;
  /** changes a second and connection, and how many may come at once; beyond it 1013 */
  changesPerSecond: number;
  changeBurst: number;
  /** what a story's snapshot and log may weigh, bytes; beyond it a change is refused */
  documentBytes: number;
  connectionsPerStory: number;
  connectionsPerPerson: number;
  /** what may wait in memory for the database, bytes a node and milliseconds; beyond it 1013 */
  queueBytes: number;
  queueMs: number;
  /** how long the log gathers changes before it writes them, milliseconds */
  gatherMs: number;
  /** frames that came before the client answered our first step, bytes and milliseconds a connection */
  heldBytes: number;
  heldMs: number;
  /** what a client may leave unread, bytes beside its own first load; beyond it 1013 */
  unreadBytes: number;
  /** one person's presence (name, caret), bytes of JSON */
  presenceBytes: number;
  /** an empty room stays for this long: a reload finds it warm */
  graceMs: number;
  /** rows that a story's log gathers before they become a snapshot */
  compactRows: number;
  /** how often the access of open sockets is read again, milliseconds */
  recheckMs: number;
  /** how often a silent connection is written to: y-websocket drops it after 30 s without a message */
  heartbeatMs: number;
  /** how often the log is read for what other nodes wrote, beside their wake-ups, milliseconds */
  followMs: number;
  /** how often carets cross to other nodes, milliseconds */
  presenceMs: number;
  /** who has not been heard of for so long was on a node that is gone, milliseconds */
  absentMs: number;
}

export const syncLimits: SyncLimits = {
  frameBytes: 4 * 2 ** 20,
  changesPerSecond: 300,
  changeBurst: 3_000,
  documentBytes: 64 * 2 ** 20,
  connectionsPerStory: 500,
  connectionsPerPerson: 100,
  queueBytes: 8 * 2 ** 20,
  queueMs: 10_000,
  gatherMs: 2,
  heldBytes: 8 * 2 ** 20,
  heldMs: 10_000,
  unreadBytes: 4 * 2 ** 20,
  presenceBytes: 4_096,
  graceMs: 30_000,
  compactRows: 500,
  recheckMs: 60_000,
  heartbeatMs: 12_000,
  followMs: 2_000,
  presenceMs: 100,
  absentMs: 45_000,
};
