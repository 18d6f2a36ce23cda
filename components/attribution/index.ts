/** The sidebar that reads along, its highlights in the text, and the decisions that answer it. */
export { highlightRange, Highlights, highlightsOf } from './highlights';
export { Sidebar } from './Sidebar';
export { useClaims } from './useClaims';
export { useReading, type Reading } from './useReading';
export { kindSays } from './words';
