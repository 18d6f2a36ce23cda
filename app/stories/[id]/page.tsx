import { runtime } from '#runtime';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { isFailure, may, storyId } from '#protocol';
import { requirePerson } from '../../session';
import { StoryClient } from './StoryClient';

export const metadata: Metadata = { title: 'Story' };

export default async function StoryRoute({ params }: { params: Promise<{ id: string }> }) {
  const person = await requirePerson('story.list');
  const id = storyId.safeParse((await params).id);
  if (!id.success) notFound();
  const access = await runtime().stories.access(id.data);
  if (!access || !may(person, 'story.read', access)) notFound();
  const story = await runtime()
    .stories.get(id.data)
    .catch((error: unknown) => {
      if (isFailure(error) && error.code === 'notFound') notFound();
      throw error;
    });
  return <StoryClient person={person} story={story} />;
}
