import fc from "fast-check";
import { expect, test } from "vitest";
import { base64, fromBase64 } from "./bytes.ts";
import { PublicKey, Signature } from "./ids.ts";

test("base64 goes there and back", () => {
	fc.assert(
		fc.property(fc.uint8Array(), (bytes) => {
			expect(fromBase64(base64(bytes))).toEqual(bytes);
		}),
	);
});

test("bytes have one base64: every other text is rejected", () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom(..."ABgQw9+/= \n-_é") }), (text) => {
			let bytes: Uint8Array | null = null;
			try {
				bytes = fromBase64(text);
			} catch {}
			if (bytes) expect(base64(bytes)).toBe(text);
		}),
		{ numRuns: 2_000 },
	);
	expect(() => fromBase64("AB==")).toThrow();
	expect(() => fromBase64("AAB=")).toThrow();
	expect(() => fromBase64("AA==\n")).toThrow();
	expect(() => fromBase64("AA")).toThrow();
});

test("a key and a signature with spare bits are malformed", () => {
	const [key, signature] = [base64(new Uint8Array(32)), base64(new Uint8Array(64))];
	expect([PublicKey.safeParse(key).success, Signature.safeParse(signature).success]).toEqual([true, true]);
	expect(PublicKey.safeParse(key.replace("A=", "B=")).success).toBe(false);
	expect(Signature.safeParse(signature.replace("A==", "B==")).success).toBe(false);
});
