// A flood of output: every byte arrives, the agent stays small, and the buttons still answer.
import { createHash, randomFillSync } from "node:crypto";
import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { personalLink, type Reader, signIn } from "./world/people/console.ts";
import { startWorld, type World } from "./world/world.ts";

const MiB = 1_048_576;
let world: World;
beforeAll(async () => {
	// Storage on a memory disk if there is one: on one computer, all objects share the disk's flushes, which
	// Durable Objects in production don't. This measures our code, not the disk.
	world = await startWorld({ rate: 1 });
});
afterAll(() => world?.stop());

/** Writes a file of random bytes; resolves with its SHA-256. */
const randomFile = async (path: string, bytes: number): Promise<string> => {
	const hash = createHash("sha256");
	const pieces = function* () {
		for (let left = bytes; left > 0; left -= MiB) {
			const piece = randomFillSync(Buffer.alloc(Math.min(MiB, left)));
			hash.update(piece);
			yield piece;
		}
	};
	await pipeline(Readable.from(pieces()), createWriteStream(path));
	return hash.digest("hex");
};

const hashOf = async (
	reader: Reader,
	run: string,
	stream: string,
): Promise<{ bytes: number; sha256: string }> => {
	const hash = createHash("sha256");
	let bytes = 0;
	for await (const piece of (await reader.get(`runs/${run}/${stream}`)).body as ReadableStream<Uint8Array>) {
		hash.update(piece);
		bytes += piece.length;
	}
	return { bytes, sha256: hash.digest("hex") };
};

const memoryOf = (pid: number, what: "VmRSS" | "VmHWM"): number => {
	const status = readFileSync(`/proc/${pid}/status`, "utf8");
	return Number(status.match(new RegExp(`${what}:\\s+(\\d+)`))?.[1]) * 1024;
};

test.runIf(process.platform === "linux")(
	"200 MB of stdout and 50 MB of stderr arrive bit for bit, in flat memory, and presses are answered meanwhile",
	async () => {
		const ada = world.person("ada");
		const [out, err] = [join(world.folder, "out"), join(world.folder, "err")];
		const hashes = { stdout: await randomFile(out, 200 * MiB), stderr: await randomFile(err, 50 * MiB) };
		const session = await ask(world);
		const flowed = join(world.folder, "flowed");
		const card = await propose(world, session, {
			command: `cat '${out}' & cat '${err}' >&2; wait; touch '${flowed}'`,
			changes: "the flood",
		});
		const before = memoryOf(world.agent().pid, "VmRSS");
		await ada.press(card, "Approve");
		const running = await ada.until("the run", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && textOf(one).includes("Running on")),
		);

		// The press is answered when the private link is there: the Session, the Client and Slack all took part.
		let answered = 0;
		for (;;) {
			await personalLink(ada, running);
			if (existsSync(flowed)) break;
			answered++;
		}
		expect(answered).toBeGreaterThan(0);
		await ada.until("the end", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && textOf(one).includes("exit 0")),
		);
		expect(memoryOf(world.agent().pid, "VmHWM") - before).toBeLessThan(50 * MiB);

		const reader = await signIn(world, ada, await planCard(ada, session, "the flood"));
		const run = await reader.run("command");
		expect(await hashOf(reader, run, "stdout")).toEqual({ bytes: 200 * MiB, sha256: hashes.stdout });
		expect(await hashOf(reader, run, "stderr")).toEqual({ bytes: 50 * MiB, sha256: hashes.stderr });
	},
	120_000,
);
