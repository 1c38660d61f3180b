// Workers have it, Node does not: console/output/raw.ts asks before it uses it.
declare const FixedLengthStream:
	| undefined
	| (new (
			length: number,
	  ) => TransformStream<Uint8Array, Uint8Array>);
