// How long a session waits for a file before it asks for it itself.

/** Whoever took the message has 30 s for its files, as the platform lets a Worker go on after its answer; in ms. */
export const firstPatience = 40_000;
