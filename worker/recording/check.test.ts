// What a check of a whole recording makes of one that holds no output.
import { expect, test } from "vitest";
import { firstLink } from "../../protocol/record/chain.ts";
import type { Env } from "../env.ts";
import { sha256, sha256Hex } from "../keys/crypto.ts";
import { verifyRecording } from "./check.ts";

const run = "r_g0000000000000001";
const start = { n: 0, link: firstLink(run, sha256), stdout: 0, stderr: 0 };
const none = { bytes: 0, sha256: sha256Hex(new Uint8Array()) };
const summary = JSON.stringify({
	...{ v: 1, run, plan: "pl_g0000000000000001", digest: "ab".repeat(32), endpoint: "e_g0000000000000001" },
	...{ durationMs: 1, end: { outcome: "exited", code: 0 }, records: 2, stdout: none, stderr: none },
});

test.each([false, true])("a recording without output has no problems, erased: %s", async (erased) => {
	const recording = {
		outline: async () => ({ starts: [start], erased }),
		about: async () => ({
			spec: { plan: "pl_g0000000000000001", endpoint: "e_g0000000000000001" },
			start,
			erased,
		}),
		check: async () => ({
			...{ problems: [], to: { ...start, n: 3 }, gone: [], struck: [], started: null },
			end: { summary, signature: "" },
		}),
	};
	const env = { RECORDING: { getByName: () => recording } } as unknown as Env;
	expect(await verifyRecording(env, run)).toMatchObject({ problems: [], stdout: 0, stderr: 0 });
});
