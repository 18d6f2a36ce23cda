/** Publishing: destinations, and the jobs that bring a frozen version to them. */
export { createPublisher, type Log, type Publisher, type PublishRequest } from './publisher';
