// Times in UTC, the same everywhere; a browser or chat shows the reader's own zone beside them.
import type { Instant } from "../protocol/ids.ts";

/** `2024-01-12`. */
export const day = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

/** `16:47:33`. */
export const clock = (at: Instant): string => new Date(at).toISOString().slice(11, 19);

/** `2024-01-12 16:47 UTC`: for sentences, where a second more or less changes nothing. */
export const utcMinute = (at: Instant): string => `${day(at)} ${clock(at).slice(0, 5)} UTC`;

/** `2024-01-12 16:47:33 UTC`: for the record. */
export const utc = (at: Instant): string => `${day(at)} ${clock(at)} UTC`;

/** `2024-01-12 16:47:33.120 UTC`. */
export const utcExact = (at: Instant): string =>
	new Date(at).toISOString().replace("T", " ").replace("Z", " UTC");
