import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/newsreader/index.css';
import '@fontsource-variable/newsreader/wght-italic.css';
import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Onrecord', template: '%s · Onrecord' },
  robots: { index: false },
};
export const viewport: Viewport = {
  themeColor: [{ media: '(prefers-color-scheme: dark)', color: '#16181b' }, { color: '#ffffff' }],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is made for its request: a prerendered one would carry no nonce, and its scripts would be refused.
  await connection();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
