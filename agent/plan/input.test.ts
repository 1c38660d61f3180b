// What a real process waits to read, and a question that no one may answer.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { RunEvent } from "../../protocol/record/records.ts";
import { openInput } from "./input.ts";

test.skipIf(process.platform !== "linux")(
	"a step whose question no one may answer is ended there, and its input doesn't [Linux]",
	async () => {
		const folder = mkdtempSync(join(tmpdir(), "caisey-input-"));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		const input = await openInput({ shell: "sh", input: ["text"] }, folder, { become: null });
		const events: RunEvent[] = [];
		const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
		const child = spawn("sh", ["-c", "read name; echo on"], {
			stdio: [input.stdin?.fd, "pipe", "pipe"],
			detached: true,
		});
		onTestFinished(() => void child.kill("SIGKILL"));
		let written = "";
		child.stdout?.on("data", (bytes: Uint8Array) => {
			written += bytes;
		});
		input.stdin?.handedOver();
		const end = input.answer(
			{
				recording: { event: (event) => void events.push(event), masked: (text) => text },
				output: { soFar: async () => ({ stdout: 0, stderr: 0 }) },
				asking: { ask: async () => "refused", stop },
			},
			child.pid,
			"r_none",
		);
		onTestFinished(end);
		await stopped;
		expect(events).toMatchObject([{ entries: [{ what: "prompt-refused", prompt: "text" }] }]);
		expect([written, child.exitCode]).toEqual(["", null]);
	},
);
