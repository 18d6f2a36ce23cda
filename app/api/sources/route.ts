import { runtime } from '#runtime';
import { createSource } from '#protocol';
import { endpoint } from '../endpoint';

export const GET = endpoint({
  action: 'source.read',
  handle: async () => ({ sources: await runtime().sources.list() }),
});

export const POST = endpoint({
  action: 'source.create',
  body: createSource,
  status: 201,
  handle: ({ person, body }) => runtime().sources.create(person, body),
});
