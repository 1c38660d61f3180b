// Packing that mostly finds nothing to pack: it gives back more than it got, and so the product stores what it got. That saves
// time. It really packs in every tenth schedule, and in the starts of all, so that packed rows are read, erased and rolled over, too.
import { deflateRawSync as packed, inflateRawSync as unpacked, type ZlibOptions } from "node:zlib";
import { world } from "../world/world.ts";

export * from "node:zlib";

/** Longer than what it packs, where nobody reads it. */
export const deflateRawSync = (bytes: Uint8Array, options?: ZlibOptions): Uint8Array =>
	world().packs ? packed(bytes, options) : new Uint8Array(bytes.length + 5);

const most = 2_000;
const known = new Map<string, Buffer>();

/** Remembered: what a start packed is unpacked in each schedule that goes on with it. All that has a
 * dictionary has the same, and is copied by who asked. */
export const inflateRawSync = (bytes: Uint8Array, options?: ZlibOptions): Buffer => {
	if (!options?.dictionary) return unpacked(bytes, options);
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
	const before = known.get(text);
	if (before) return before;
	// By itself: a small part of a pool would keep all of it.
	const made = Buffer.from(Uint8Array.from(unpacked(bytes, options)).buffer);
	if (known.size === most) known.clear();
	known.set(text, made);
	return made;
};
