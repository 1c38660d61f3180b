// Packing that mostly finds nothing to pack: it gives back more than it got, and so the product stores what it got. That saves
// time. It really packs in every tenth schedule, and in the starts of all, so that packed rows are read, erased and rolled over, too.
import { deflateRawSync as packed, type ZlibOptions } from "node:zlib";
import { world } from "../world/world.ts";

export * from "node:zlib";

/** Longer than what it packs, where nobody reads it. */
export const deflateRawSync = (bytes: Uint8Array, options?: ZlibOptions): Uint8Array =>
	world().packs ? packed(bytes, options) : new Uint8Array(bytes.length + 5);
