import { runtime } from '#runtime';
import { createDestination } from '#protocol';
import { endpoint } from '../endpoint';

export const GET = endpoint({
  action: 'destination.list',
  handle: async () => ({ destinations: await runtime().publisher.destinations.list() }),
});

export const POST = endpoint({
  action: 'destination.manage',
  body: createDestination,
  status: 201,
  handle: ({ person, body }) => runtime().publisher.destinations.add(person, body),
});
