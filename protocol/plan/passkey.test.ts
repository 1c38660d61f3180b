// What a passkey signs: the vectors stay as they are for ever.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { hex } from "../bytes.ts";
import { ApproverKey, approvalChallenge, keyCode, vouchChallenge } from "./passkey.ts";
import type { Sha256 } from "./plan.ts";

const sha256: Sha256 = (...parts) => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return hash.digest();
};
const of = (text: string) => createHash("sha256").update(text).digest("hex");

const digest = "72feb72cd01e65c5436c1e5aa7b592558c69157bbc14759eaaf856b9f459e050";
const key: ApproverKey = {
	credential: "AAECAwQFBgcICQoLDA0ODw",
	person: "p_g0123456789abcdef",
	name: "Ada Lindqvist",
	key: { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
};

test("an approval is these bytes, hashed", () => {
	const challenge = approvalChallenge({ digest, session: "s_g0123456789abcdef", policy: 7 }, sha256);
	expect(hex(challenge)).toBe(of(`caisey passkey approval v1\n${digest}\ns_g0123456789abcdef\n7\napprove`));
	expect(hex(challenge)).toBe("b59d120b8bd7b20b719684af2c376e5c90cdc6006aacc6f138ce842f71263fd7");
});

test("a word for another key is these bytes, hashed, whatever the order of the key's fields", () => {
	const text =
		'{"credential":"AAECAwQFBgcICQoLDA0ODw","person":"p_g0123456789abcdef","name":"Ada Lindqvist",' +
		'"key":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}';
	const turned = { ...Object.fromEntries(Object.entries(key).reverse()) };
	const challenge = vouchChallenge("c_g0123456789abcdef", ApproverKey.parse(turned), sha256);
	expect(hex(challenge)).toBe(of(`caisey approver key v1\nc_g0123456789abcdef\n${text}`));
	expect(hex(challenge)).toBe("5b03c1722659e8d9f2f1443c7762b3a649935f5c08c95d5cef3b76f1f7e972d5");
	expect(keyCode(key, sha256)).toBe("c1a9-cce7-2cbc-a1a6");
});
