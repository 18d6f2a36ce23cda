import { useCallback } from 'react';
import useSWR from 'swr';
import {
  claimsReply,
  Failure,
  type ClaimId,
  type ClaimsReply,
  type DismissalReason,
  type SourceId,
} from '#protocol';
import { api } from '#components/ui';
import type { Place } from './anchor';

/** What the sidebar needs of an open story: that what was typed is durable, and who else changes claims. */
export type Durable = { durable(): Promise<boolean> };

/**
 * The story's claims and answers. A decision goes out only after everything typed before it is durable: the request could
 * overtake the socket, and the server would not find the words.
 */
export function useClaims(story: string, session: Durable | null) {
  const path = `/api/stories/${story}/claims`;
  const { data, error, mutate } = useSWR(path, (from: string) =>
    api(from, (json) => claimsReply.parse(json)),
  );

  const decide = useCallback(
    async (to: string, method: 'POST' | 'DELETE', body?: unknown): Promise<void> => {
      if (!session || !(await session.durable()))
        throw new Failure(
          'sync.unavailable',
          'Your last words are not on the server yet. Try again when it says “Saved”.',
        );
      const reply = await api<ClaimsReply>(to, (json) => claimsReply.parse(json), { method, body });
      await mutate(reply, { revalidate: false });
    },
    [session, mutate],
  );

  return {
    claims: data,
    problem: error as unknown,
    reload: useCallback(() => void mutate(), [mutate]),
    link: (place: Place, evidence: { sourceId: SourceId; locator: string; quote: string }) =>
      decide(path, 'POST', {
        claimId: crypto.randomUUID(),
        field: place.field,
        anchor: { quote: place.quote, occurrence: place.occurrence },
        quote: place.quote,
        evidence,
      }),
    unlink: (claim: ClaimId) => decide(`${path}/${claim}`, 'DELETE'),
    dismiss: (rule: string, sentence: string, reason: DismissalReason, note: string) =>
      decide(`/api/stories/${story}/dismissals`, 'POST', { rule, sentence, reason, note }),
    reopen: (decision: string) => decide(`/api/stories/${story}/dismissals/${decision}`, 'DELETE'),
  };
}
export type ClaimActions = ReturnType<typeof useClaims>;
