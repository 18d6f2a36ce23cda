'use client';

import useSWR from 'swr';
import { z } from 'zod';
import { sourceReply } from '#protocol';
import { kindSays } from '#components/attribution';
import { api, Empty, Notice, sentenceOf } from '#components/ui';
import styles from './Sources.module.css';

const sourcesReply = z.object({ sources: z.array(sourceReply) });

/** The registry: every source card of the newsroom. */
export function Sources() {
  const { data, error } = useSWR('/api/sources', (path: string) =>
    api(path, (json) => sourcesReply.parse(json)),
  );
  return (
    <section>
      <h1 className={styles['title']}>Sources</h1>
      {error ? <Notice kind="problem">{sentenceOf(error)}</Notice> : null}
      {data?.sources.length === 0 ? (
        <Empty title="No source cards yet">
          A card is made where it is needed: in a story, choose a query and “Link a source”.
        </Empty>
      ) : null}
      {data && data.sources.length > 0 ? (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Kind</th>
              <th scope="col">Address</th>
              <th scope="col">Claims</th>
            </tr>
          </thead>
          <tbody>
            {data.sources.map((card) => (
              <tr key={card.id}>
                <td>{card.name}</td>
                <td>{kindSays[card.kind]}</td>
                <td>
                  {card.url ? (
                    <a href={card.url} target="_blank" rel="noopener noreferrer">
                      {new URL(card.url).host}
                    </a>
                  ) : null}
                </td>
                <td>{card.usedIn}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
