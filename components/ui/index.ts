/** Shared controls, in the house's look, and the one way to our API. */
export { api, sentenceOf } from './api';
export { Avatar } from './Avatar';
export { Button } from './Button';
export { Card } from './Card';
export { Dialog } from './Dialog';
export { Input, Select } from './Input';
export { pageNonce } from './nonce';
export { Empty, Notice } from './Notice';
export { Shell } from './Shell';
