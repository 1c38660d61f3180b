// The greatest lengths of what has no smaller one of its own: so that nothing on a wire, and nothing stored, is without an end.
import { z } from "zod";

/** Characters of a text. A row of a Durable Object holds 2 MB: nothing that was ever stored is longer
 * (https://developers.cloudflare.com/durable-objects/platform/limits/). */
export const longest = 2_000_000;

/** A text without a smaller bound. */
export const Text = z.string().max(longest);

/** Entries of a list, by the same row. */
export const most = 1_000_000;

/** Bytes of one record, and so the most characters of any text in it; a Durable Object's row holds 2 MB. */
export const longestInRecord = 524_288;
/** Strings of a list in one record: each takes three bytes of its JSON. */
export const mostInRecord = Math.ceil(longestInRecord / 3);

/** An object with keys of its own, at most so many. */
export const recordOf = <K extends z.ZodType<string>, V extends z.ZodType>(
	key: K,
	value: V,
	atMost: number,
) =>
	z.record(key, value).refine((all) => Object.keys(all).length <= atMost, `has more than ${atMost} entries`);
