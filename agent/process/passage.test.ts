// A process at the gate: it goes on as the one who was asked for, in time, or not at all.
import { expect, test } from "vitest";
import type { Account } from "../machine/account.ts";
import type { StepProcess } from "./launch.ts";
import { passage } from "./passage.ts";

const nobody: Account = {
	...{ name: "nobody", id: "65534", groups: ["nogroup"], elevated: false, home: "/" },
	become: { uid: 65_534, gid: 65_534, shell: "/bin/sh" },
};
const asked = { account: nobody, grouped: false, withinMs: 20 };

const atGate = (reached: Promise<boolean>) => {
	const did: string[] = [];
	const gate = { reached, open: () => void did.push("open"), shut: () => void did.push("shut") };
	return { child: { pid: process.pid, gate } as unknown as StepProcess, did };
};

test("a process that doesn't come to the gate in its time is held there, and the reason says so", async () => {
	const { child, did } = atGate(new Promise(() => {}));
	expect(await passage(child, asked, () => false)).toEqual({
		user: null,
		stopped: { reason: "The process did not become nobody within 0.02 seconds.", held: true },
	});
	expect(did).toEqual(["shut"]);
});

test("the gate stays shut for a process that comes to it after a cancel has won", async () => {
	const { promise, resolve } = Promise.withResolvers<boolean>();
	const { child, did } = atGate(promise);
	let cancelled = false;
	const passed = passage(child, { ...asked, withinMs: 60_000 }, () => cancelled);
	cancelled = true;
	resolve(true);
	expect(await passed).toEqual({ user: null, stopped: null });
	expect(did).toEqual(["shut"]);
});
