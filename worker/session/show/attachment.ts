// A file that came with a message, as it is read.
import type { Blob } from "../../contracts/session.ts";
import type { Core } from "../core.ts";

/** Its bytes are read as they are wanted; null if it is not here, or not whole. */
export const attachment = (core: Core, id: string): Blob | null => {
	const found = core.store.attachments.get(id);
	if (!found?.whole) return null;
	let [part, left] = [0, found.size];
	const bytes = new ReadableStream({
		type: "bytes",
		pull: (controller) => {
			if (left === 0) return controller.close();
			const piece = core.store.attachments.part(id, part++)?.bytes;
			if (!piece?.length) return controller.error(new Error("this attachment is no longer whole"));
			left -= piece.length;
			controller.enqueue(piece);
		},
	});
	return { name: found.name, type: found.type, size: found.size, bytes };
};
