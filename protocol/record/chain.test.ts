// The chains' links: the vectors stay as they are for ever, or no transcript could be verified any more.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { fromHex, hex, utf8 } from "../bytes.ts";
import type { Sha256 } from "../plan/plan.ts";
import { firstLink, headBytes, nextLink, payloadHash, saltLength } from "./chain.ts";
import { eventMeta, eventPayload } from "./events.ts";
import { recordHeader } from "./records.ts";

const sha256: Sha256 = (...parts) =>
	parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const salt = Uint8Array.from({ length: saltLength }, (_, i) => i);

const first = "a32ba4ba271d44dcb97242f6e03804894a3db5a05d6aa849070803bd15e10474";
const payload = "7c9f5b9e4cc36c703715bb6eedcbb8bd80840fd48d135a07af861d1a027be360";
const second = "275041425f29e68b2db5e00392069431ace33f32e407423b690104b325f5bfb9";
const meta = recordHeader({ n: 1, kind: "stdout", at: 1767225600000001, offset: 0, length: 5 });

test("a recording's chain begins with its id", () => {
	expect(hex(firstLink("r_g0123456789abcdef", sha256))).toBe(first);
});

test("a record's link covers what came before, its metadata, and the salted hash of its bytes", () => {
	expect(hex(payloadHash(salt, utf8("hello"), sha256))).toBe(payload);
	expect(hex(nextLink("record", fromHex(first), meta, fromHex(payload), sha256))).toBe(second);
});

test("erased bytes leave the chain as it was: their salted hash is enough", () => {
	const kept = payloadHash(salt, utf8("hello"), sha256);
	expect(hex(nextLink("record", fromHex(first), meta, kept, sha256))).toBe(second);
	expect(hex(payloadHash(salt, utf8("hellO"), sha256))).not.toBe(payload);
});

test("an event's link covers its number, time and kind, and the salted hash of who and what", () => {
	const before = firstLink("s_g0123456789abcdef", sha256);
	expect(hex(before)).toBe("9c137fc973b1b76caa2be071c2beccfe24ea08f33f5f28f423ede14f1e0a5315");
	const actor = { surface: "worker", person: null, identity: null, name: "Caisey", label: null } as const;
	const hash = payloadHash(salt, eventPayload(actor, { kind: "session.closed" }), sha256);
	expect(hex(hash)).toBe("a7fa12d0822668192f84a1c5af7876bf8147c450ac3e0a35ee1c6b369597e7bc");
	const about = eventMeta({ seq: 1, at: 1767225600000, kind: "session.closed" });
	expect(hex(nextLink("event", before, about, hash, sha256))).toBe(
		"df3dc31d371a6e155a1d73468e760e5fb4b39cb0d112e30544e5b43c7455fb6d",
	);
});

test("the links of a record and of an event differ, even for the same bytes", () => {
	expect(hex(nextLink("event", fromHex(first), meta, fromHex(payload), sha256))).not.toBe(second);
});

test("a salt has 16 bytes, no more and no fewer", () => {
	expect(() => payloadHash(salt.subarray(1), utf8("hello"), sha256)).toThrow(RangeError);
});

test("what is signed as a head: purpose, whose chain, how many links, the last link", () => {
	expect(hex(headBytes({ id: "r_g0123456789abcdef", count: 1, link: second }))).toBe(
		hex(
			utf8(
				`caisey head v1\n{"v":1,"id":"r_g0123456789abcdef","count":1,"link":"275041425f29e68b2db5e00392069431ace33f32e407423b690104b325f5bfb9"}`,
			),
		),
	);
});
