// The few globals that workerd, Node and browsers share; protocol/ uses nothing else.
declare class TextEncoder {
	encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
	constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
	decode(bytes: Uint8Array): string;
}
declare const crypto: { getRandomValues<T extends Uint8Array>(into: T): T };
declare function atob(text: string): string;
declare function btoa(text: string): string;
// Only as a type: code that reads output in pieces has a real one.
interface ReadableStream<R> {
	readonly __pieces?: R;
}
