/**
 * The nonce of this page's policy, for the few style elements that libraries write. A browser hides it from attribute reads,
 * so it is taken from the property of a script that carries it. Undefined on the server.
 */
export function pageNonce(): string | undefined {
  if (typeof document === 'undefined') return undefined;
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce || undefined;
}
