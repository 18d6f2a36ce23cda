/** Part of every cache key and of every analysis: raised whenever the same text can give another result. */
export const ENGINE_VERSION = '0.1.0';
