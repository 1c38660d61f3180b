// Gives the memory of large bytes back at once. Left to the garbage collector, tens of megabytes of output that was
// long delivered would stay in memory.

/** The bytes must not be used again. Small ones, and views of something larger, are left to the collector. */
export const release = (bytes: Uint8Array): void => {
	const { buffer, byteLength } = bytes;
	if (byteLength >= worthwhile && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer)
		buffer.transfer(0);
};

const worthwhile = 16_384;
