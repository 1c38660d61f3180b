// A response's body made bit by bit, from texts and bytes: only as fast as it is read.
import { concat, utf8 } from "../../protocol/bytes.ts";

export const streamed = (parts: AsyncGenerator<string | Uint8Array>): ReadableStream<Uint8Array> =>
	new ReadableStream<Uint8Array>({
		async pull(controller) {
			const bytes = await batch(parts);
			if (bytes === null) controller.close();
			else controller.enqueue(bytes);
		},
		async cancel() {
			await parts.return(undefined);
		},
	});

const enough = 65_536;

/** Some parts in one, as each write costs; null at the end. */
const batch = async (parts: AsyncGenerator<string | Uint8Array>): Promise<Uint8Array | null> => {
	const some: Uint8Array[] = [];
	for (let length = 0; length < enough; ) {
		const next = await parts.next();
		if (next.done) return some.length ? concat(...some) : null;
		const bytes = typeof next.value === "string" ? utf8(next.value) : next.value;
		some.push(bytes);
		length += bytes.length;
	}
	return concat(...some);
};
