'use client';

import dynamic from 'next/dynamic';

/** The editor lives in the browser only: rendering it on the server would load a second Yjs there. */
export const StoryClient = dynamic(() => import('#components/editor').then((editor) => editor.StoryPage), {
  ssr: false,
});
