// A message's files when one of them is refused and its author can't hear of it.
import { expect, test, vi } from "vitest";
import { command } from "../../words/begin.ts";
import { recordingBackend } from "../testing/backend.ts";
import type { MessageFile } from "./files.ts";
import type { Doer, Hands } from "./reply.ts";
import { hear } from "./talk.ts";

const workspace = "slack:T1";
const doer: Doer = {
	by: { identity: "slack:T1:U1", name: "Tom" },
	place: { workspace, channel: "C1", thread: "1" },
	ref: { workspace, channel: "C1", message: "2" },
};
const file = (id: string): MessageFile => ({
	file: id,
	name: `${id}.png`,
	read: async () => ({ name: `${id}.png`, type: "image/png", bytes: new Uint8Array(1) }),
});

/** What they are told of talk with these files, and what is recorded. */
const heardFromTechnician = async (text: string, files: MessageFile[]) => {
	const recorded = recordingBackend({
		said: async () => ({ ok: true, technician: true, secret: null }),
		attached: async () => ({ ok: true }),
	});
	const { backend } = recorded;
	const hands: Hands = {
		...{ backend, begin: "@Caisey", confirms: false, inputText: 3_000 },
		...{ now: Date.now, log: () => "error-1" },
	};
	const told: unknown[] = [];
	const talk = { text, typed: { kind: "none" } as const, files };
	const rest = await hear(hands, doer, talk, async (reply) => void told.push(reply));
	await rest();
	return { told, recorded };
};

test("a technician learns how else to hand over a script that the platform keeps to itself", async () => {
	const reason = "Teams does not give its bytes to a bot there";
	const kept = (name: string): MessageFile => ({
		...{ file: name, name },
		read: async () => ({ name, reason }),
	});
	const { told, recorded } = await heardFromTechnician("this one", [kept("fix.ps1"), kept("photo.png")]);
	expect(recorded.of("attached")).toHaveLength(2);
	expect(told).toEqual([{ kind: "refuse", refusal: { code: "file-out-of-reach", name: "fix.ps1", reason } }]);
});

test("files after a refused one are recorded, and the command is previewed, even if the author can't hear of it", async () => {
	const recorded = recordingBackend({
		said: async () => ({ ok: true, technician: true, secret: null }),
		attached: async (intent) =>
			intent.file === "F1" ? { ok: false, refusal: { code: "session-closed" } } : { ok: true },
	});
	const { backend } = recorded;
	const log = vi.fn(() => "error-1");
	const hands: Hands = { backend, begin: command, confirms: true, inputText: 3_000, now: Date.now, log };
	const talk = {
		text: "$ whoami",
		typed: { kind: "command", command: "whoami" } as const,
		files: ["F1", "F2", "F3"].map(file),
	};
	const rest = await hear(hands, doer, talk, async () => {
		throw new Error("user_not_found");
	});
	await rest();
	expect(recorded.of("attached")).toMatchObject([{ file: "F1" }, { file: "F2" }, { file: "F3" }]);
	expect(recorded.of("draft")).toHaveLength(1);
	expect(log).toHaveBeenCalledTimes(2);
});

test("a script for another program is refused and recorded, and no one is told to paste it", async () => {
	const name = "fix.py";
	const unread: MessageFile = { file: name, name, read: async () => ({ name, reason: "no bytes" }) };
	const { told, recorded } = await heardFromTechnician("", [unread]);
	expect(told).toEqual([{ kind: "refuse", refusal: { code: "foreign-script", name, program: null } }]);
	expect(recorded.of("attempt")).toMatchObject([{ action: "propose", code: "foreign-script" }]);
});
