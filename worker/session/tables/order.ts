// The order of a session's plans, votes and deliveries: by the events before them, so that no one has to look for the last.

/** A number after those of all rows that were added before the last event; a thousand fit between two events. */
export const afterEvents = "(SELECT coalesce(max(seq), 0) FROM events) * 1000";
