/** What the engine and the gate say, and the one way to publication. */
export { createReview, type Review } from './review';
