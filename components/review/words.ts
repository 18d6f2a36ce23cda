import type { JobState } from '#protocol';

export const jobSays: Record<JobState, string> = {
  pending: 'Waiting',
  sending: 'Sending',
  done: 'Published',
  retry: 'Will try again',
  unknown: 'Looking whether it arrived',
  conflict: 'Changed over there',
  failed: 'Failed',
  superseded: 'Replaced by a later version',
};
