/** A player shows so many marked moments in its bar. */
export const mostInBar = 500;
