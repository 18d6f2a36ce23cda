/** Sealing of secrets that the server keeps for others, with a key that is not in the database. */
export { createSecrets, type Secrets } from './secrets';
