'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { may, type Person } from '#protocol';
import { Avatar } from './Avatar';
import { SignOut } from './SignOut';
import styles from './Shell.module.css';

/** The frame of every page but the story's own: where one is, and who. Links that a person may not follow are not there. */
export function Shell({ person, children }: { person: Person; children: ReactNode }) {
  const path = usePathname();
  const links = [
    may(person, 'story.list') && { href: '/', label: 'Desk' },
    may(person, 'source.read') && { href: '/sources', label: 'Sources' },
    may(person, 'person.manage') && { href: '/settings/people', label: 'People' },
    may(person, 'destination.manage') && { href: '/settings/destinations', label: 'Destinations' },
  ].filter((link) => link !== false);
  return (
    <>
      <header className={styles['bar']}>
        <span className={styles['brand']}>Onrecord</span>
        <nav aria-label="Main">
          {links.map((link) => (
            <Link key={link.href} href={link.href} aria-current={path === link.href ? 'page' : undefined}>
              {link.label}
            </Link>
          ))}
        </nav>
        <div className={styles['me']}>
          <Avatar name={person.name} colour={person.colour} />
          <span className={styles['name']}>{person.name}</span>
          <SignOut />
        </div>
      </header>
      <main className={styles['main']}>{children}</main>
    </>
  );
}
