/** What client and server share: ids, requests and replies, errors, socket messages, and the permission table. */
export * from './accounts';
export * from './claims';
export * from './failure';
export * from './ids';
export * from './permission';
export * from './publishing';
export * from './socket';
export * from './sources';
export * from './stories';
