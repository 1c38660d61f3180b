// A response's body from text made bit by bit: only as fast as it is read.

export const streamed = (texts: AsyncGenerator<string>): ReadableStream<Uint8Array> => {
	const encoder = new TextEncoder();
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			const text = await batch(texts);
			if (text === null) controller.close();
			else controller.enqueue(encoder.encode(text));
		},
		async cancel() {
			await texts.return(undefined);
		},
	});
};

const enough = 65_536;

/** Some texts in one, as each write costs; null at the end. */
const batch = async (texts: AsyncGenerator<string>): Promise<string | null> => {
	let whole = "";
	while (whole.length < enough) {
		const next = await texts.next();
		if (next.done) return whole || null;
		whole += next.value;
	}
	return whole;
};
