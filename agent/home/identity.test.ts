// The room on disk that an enrollment has before its token is spent.
import { existsSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { newId } from "../../protocol/ids.ts";
import { mostApproverKeys, mostRevokedKeys } from "../../protocol/plan/passkey.ts";
import { newFolder, removeFolder } from "../testing/agent.ts";
import { Enrolment, prepareEnrolment, writeEnrolment } from "./identity.ts";

test("the room is enough for as many approvers as the Worker may name, each text as long as may be", () => {
	// The most bytes that one character takes in JSON.
	const words = (most: number) => "\u0001".repeat(most);
	const text = (most: number) => "A".repeat(most);
	const assertion = {
		...{ authenticatorData: text(2_000), clientDataJSON: text(4_000), signature: text(1_400) },
	};
	const key = {
		...{ credential: text(1_400), person: newId("person", "none"), name: words(100) },
		key: { kty: "RSA", n: text(1_366), e: text(8) },
	};
	const enrolment = Enrolment.parse({
		v: 1,
		...{ url: `https://${text(250)}`, endpoint: newId("endpoint", "none"), client: newId("client", "none") },
		...{ name: words(200), clientName: words(200) },
		worker: { keyId: text(64), key: Buffer.alloc(32).toString("base64") },
		approvers: {
			...{ origin: words(300), needed: 5 },
			keys: Array(mostApproverKeys).fill({ key, vouch: { by: text(1_400), ...assertion } }),
			revoked: Array(mostRevokedKeys).fill(text(1_400)),
		},
	});
	const folder = newFolder();
	prepareEnrolment(folder);
	const room = statSync(`${folder.identity}.new`).size;
	writeEnrolment(folder, enrolment);
	const written = readFileSync(folder.identity, "utf8");
	expect(JSON.parse(written)).toEqual(enrolment);
	expect(room).toBeGreaterThanOrEqual(Buffer.byteLength(written.trimEnd()));
	// What it doesn't need, it gives back.
	expect(written).toBe(written.trimEnd());
	expect(existsSync(`${folder.identity}.new`)).toBe(false);
	removeFolder(folder);
});
