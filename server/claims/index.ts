/** Claims, their evidence, and the answers to queries. */
export { createClaims, type Claims } from './claims';
export { readClaims } from './read';
