// A real notification before a real user: their own D-Bus, dunst on Xvfb, and notify-send. Only who is logged on is a stand-in.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onPath } from "../process/programs.ts";
import { fakeDesktop } from "../testing/desktop.ts";
import { agentOfTests } from "../testing/suite.ts";

const needed = ["Xvfb", "dunst", "dunstctl", "notify-send", "dbus-daemon"];
const missing = needed.filter((name) => !onPath(name, process.env.PATH ?? ""));
const can = missing.length === 0 && process.getuid?.() === 0;
if (!can)
	console.warn(`SKIPPED: agent/person/desktop.test.ts (needs root, and on PATH: ${needed.join(", ")})`);

const { peer } = await agentOfTests({ hourMs: 100 });
const uid = 65_534;
const gid = can ? Number(execFileSync("id", ["-g", "nobody"], { encoding: "utf8" })) : 0;
const session = `/run/user/${uid}`;

describe.skipIf(!can)("as root, for a user whose desktop is real [needs dunst and Xvfb]", () => {
	let desktop: ReturnType<typeof fakeDesktop>;
	let folder: string;
	/** Throws while dunst isn't there. */
	let isUp: () => unknown;
	const programs: ChildProcess[] = [];
	const start = (program: string, args: string[], env: NodeJS.ProcessEnv = {}) => {
		const stdio = ["ignore", "pipe", "ignore"] as const;
		const child = spawn(program, args, {
			uid,
			gid,
			cwd: "/",
			env: { ...process.env, ...env },
			stdio: [...stdio],
		});
		programs.push(child);
		return child;
	};
	const firstLine = async ({ stdout }: ChildProcess) =>
		String((await once(stdout ?? process.stdin, "data"))[0]).trim();
	beforeAll(async () => {
		desktop = fakeDesktop();
		desktop.logsOn({ name: "nobody" });
		folder = mkdtempSync(join(tmpdir(), "caisey-dunst-"));
		chmodSync(folder, 0o777);
		mkdirSync(session, { recursive: true, mode: 0o700 });
		chownSync(session, uid, gid);
		const address = `unix:path=${session}/bus`;
		const bus = start("dbus-daemon", [
			"--session",
			`--address=${address}`,
			"--nofork",
			"--nopidfile",
			"--print-address",
		]);
		const screen = start("Xvfb", ["-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"]);
		const [number] = await Promise.all([firstLine(screen), firstLine(bus)]);
		const env = { DBUS_SESSION_BUS_ADDRESS: address, DISPLAY: `:${number}`, XDG_RUNTIME_DIR: session };
		// It calls the script with each notification that it shows.
		const script = `#!/bin/sh\nprintf '%s\\n' "$1" "$2" "$3" > ${folder}/shown\nexec dunstctl context\n`;
		writeFileSync(join(folder, "shows"), script, { mode: 0o755 });
		const rules = `[global]\ndmenu = "${folder}/menu"\n[all]\nappname = Caisey\nscript = "${folder}/shows"\n`;
		writeFileSync(join(folder, "dunstrc"), rules);
		// The person's eyes and hand: it is given what dunst's menu holds, and takes the last of it.
		const menu = `#!/bin/sh\ntee ${folder}/offered | tail -n 1\n`;
		writeFileSync(join(folder, "menu"), menu, { mode: 0o755 });
		start("dunst", ["-conf", join(folder, "dunstrc")], env);
		isUp = () =>
			execFileSync("dunstctl", ["count"], { env: { ...process.env, ...env }, uid, gid, stdio: "ignore" });
	}, 60_000);
	afterAll(async () => {
		for (const child of programs.toReversed()) {
			if (child.exitCode === null && child.signalCode === null) {
				child.kill();
				await once(child, "exit");
			}
		}
		desktop.end();
		for (const path of [session, folder]) rmSync(path, { recursive: true, force: true });
	});

	test("their own notification shows the plan's words, and what they choose there follows", async () => {
		await expect.poll(isUp).toBeNull();
		const text = "Restart <Outlook> & more?\nC:\\new";
		const plan = peer.makePlan("id -un", {
			...{ runAs: { kind: "logged-on" }, cwd: "/" },
			person: { text, choices: ["now", "in-an-hour"], wait: 40, otherwise: "stop" },
		});
		const { run: id, text: output } = await peer.run(plan);
		expect(output).toBe("nobody\n");
		expect(peer.events(id).filter(({ type }) => type === "person")).toMatchObject([
			{ who: "nobody", by: "notify-send", state: "asked", offered: ["now", "in-an-hour"] },
			{ state: "answered", answer: "in-an-hour", next: "wait" },
		]);
		expect(readFileSync(join(folder, "shown"), "utf8")).toBe(
			"Caisey\nA message from your IT provider\nRestart &lt;Outlook&gt; &amp; more?\nC:\\new\n",
		);
		const offered = readFileSync(join(folder, "offered"), "utf8");
		expect(offered.match(/Now|In an hour/g)).toEqual(["Now", "In an hour"]);
	});
});
