// A grant's bytes and signature: the vectors stay as they are for ever. The key is the first of RFC 8032, 7.1.
import { createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { fromBase64, hex, utf8 } from "../bytes.ts";
import { type Grant, grantBytes, grantMessage, readGrant } from "./grant.ts";

const text =
	'{"v":1,"keyId":"k1","plan":"pl_g0123456789abcdef",' +
	'"digest":"72feb72cd01e65c5436c1e5aa7b592558c69157bbc14759eaaf856b9f459e050",' +
	'"endpoint":"e_g0123456789abcdef","challenge":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",' +
	'"runs":["r_g0123456789abcde0","r_g0123456789abcde1","r_g0123456789abcde2"],"startWithin":3540000,' +
	'"approvals":[{"by":"admin@clientdomain.local","at":1767225649000}],"proofs":[]}';
const signature = "IPrO3Z7dOgmmPWwyJ/BhJEw8jQZ7pXsqLQm2P/7Cj9w03jm8VYViYLaJpcHB5H14swqP/lGms3UuFQ9vMLV/CA==";
const publicKey = createPublicKey({
	key: { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
	format: "jwk",
});

const grant: Grant = {
	v: 1,
	keyId: "k1",
	plan: "pl_g0123456789abcdef",
	digest: "72feb72cd01e65c5436c1e5aa7b592558c69157bbc14759eaaf856b9f459e050",
	endpoint: "e_g0123456789abcdef",
	challenge: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
	runs: ["r_g0123456789abcde0", "r_g0123456789abcde1", "r_g0123456789abcde2"],
	startWithin: 3_540_000,
	approvals: [{ by: "admin@clientdomain.local", at: 1767225649000 }],
	proofs: [],
};

test("a grant's bytes are these, and are read as that grant", () => {
	expect(hex(grantBytes(grant))).toBe(hex(utf8(text)));
	expect(readGrant(utf8(text))).toEqual(grant);
});

test("what is signed begins with its purpose", () => {
	expect(hex(grantMessage(utf8("{}")))).toBe("636169736579206772616e742076310a7b7d");
	expect(verify(null, grantMessage(utf8(text)), publicKey, fromBase64(signature))).toBe(true);
	expect(verify(null, utf8(text), publicKey, fromBase64(signature))).toBe(false);
});

const refused: [string, object][] = [
	["an unknown key", { extra: 1 }],
	["another version", { v: 2 }],
	["a challenge of another length", { challenge: "AAECAw==" }],
	["no time left to start in", { startWithin: 0 }],
	["no approval", { approvals: [] }],
	["no runs", { runs: [] }],
	["more runs than a plan has steps", { runs: Array(22).fill("r_g0123456789abcde0") }],
	["a digest in capitals", { digest: grant.digest.toUpperCase() }],
	["a proof, of which version 1 knows none", { proofs: ["x"] }],
];
test.each(refused)("a grant with %s is refused", (_, change) => {
	expect(() => readGrant(utf8(JSON.stringify({ ...grant, ...change })))).toThrow();
});
