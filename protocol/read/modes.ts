// How a reader of output read the line before the one it goes on with.

/** "start": none; "bytes": as UTF-8 or a code page; "spread": as UTF-16 that lost its own lines; "le", "be": as UTF-16, which goes on
 * without proof. */
export const modes = ["start", "bytes", "spread", "le", "be"] as const;
export type Mode = (typeof modes)[number];
