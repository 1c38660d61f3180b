// Whether output is still held open, asked of real pipes while the agent's own process comes to nothing else.
import { mkdtempSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { openOutput } from "./output.ts";

const pipes = async () => {
	const folder = mkdtempSync(join(tmpdir(), "caisey-held-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const read: string[] = [];
	const output = await openOutput(folder, null, {
		output: (_, bytes) => void read.push(Buffer.from(bytes).toString()),
		hasRoom: () => true,
		onRoom: () => () => {},
	});
	const [stdout] = output.stdio;
	if (stdout === "pipe") throw new Error("not a named pipe");
	return { output, stdout, read };
};

/** Nothing is read meanwhile: a machine under load gives this process no time. */
const busyFor = (ms: number) => {
	for (const until = performance.now() + ms; performance.now() < until; );
};

test.skipIf(process.platform === "win32")(
	"what a command wrote before it ended is read, however late the agent gets to it [POSIX]",
	async () => {
		const { output, stdout, read } = await pipes();
		await delay(1);
		writeSync(stdout, "the last words");
		output.handedOver();
		const held = output.isHeld(1);
		busyFor(20);
		expect(await held).toBe(false);
		expect(read.join("")).toBe("the last words");
	},
);

test.skipIf(process.platform === "win32")("a pipe that stays open is held [POSIX]", async () => {
	const { output, stdout, read } = await pipes();
	await delay(1);
	writeSync(stdout, "so far");
	expect(await output.isHeld(1)).toBe(true);
	expect(read.join("")).toBe("so far");
	output.handedOver();
	output.destroy();
});
