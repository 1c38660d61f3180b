import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Plan } from "../../protocol/plan/plan.ts";
import { atScreenInWho, inLogind } from "../machine/screen.ts";
import { fakeDesktop } from "../testing/desktop.ts";
import { agentOfTests } from "../testing/suite.ts";
import { isGated } from "./launch.ts";

const { peer } = await agentOfTests();
const run = (steps: string | Plan["steps"], choices: Partial<Plan> = {}) =>
	peer.run(peer.makePlan(steps, { cwd: "/", ...choices }));
const loggedOn = { runAs: { kind: "logged-on" } } as const;

let desktop: ReturnType<typeof fakeDesktop>;
beforeEach(() => {
	desktop = fakeDesktop();
});
afterEach(() => desktop.end());

const isRoot = process.getuid?.() === 0;
const uid = 65_534;
const ranAs = (id: string) => peer.events(id).find(({ type }) => type === "ran-as");

test("a step for the logged-on user doesn't start where a fake logind has nobody, and says where", async () => {
	desktop.logsOn();
	const { end } = await run("echo never", loggedOn);
	expect(end).toEqual({ outcome: "not-started", reason: "Nobody is logged on at CLIENT-ACCT-01." });
});

test("it doesn't start for one of several, unless its plan names one who is logged on", async () => {
	desktop.logsOn({ name: "dana" }, { name: "nobody", active: false }, { name: "far", remote: true });
	const reasons = await Promise.all(
		[undefined, "ghost"].map((name) =>
			run("echo never", { runAs: { kind: "logged-on", ...(name !== undefined && { name }) } }),
		),
	);
	expect(reasons.map(({ end }) => end)).toEqual([
		{
			outcome: "not-started",
			reason: "Several users are logged on at CLIENT-ACCT-01: dana, nobody. The plan must name one of them.",
		},
		{
			outcome: "not-started",
			reason: "ghost isn't logged on at CLIENT-ACCT-01. Logged on: dana, nobody.",
		},
	]);
});

describe.skipIf(!isRoot)("as root, with a fake logind", () => {
	const folder = `/run/user/${uid}`;
	const bus = createServer();
	afterAll(() => bus.close());

	test("a step runs as the user at the screen, with home, groups and desktop [needs root]", async () => {
		mkdirSync(folder, { recursive: true });
		await new Promise<void>((resolve) => bus.listen(`${folder}/bus`, resolve));
		desktop.logsOn({ name: "far", remote: true }, { name: "nobody", display: ":0" });
		const { text, run: id } = await run(
			`id -un; id -G; echo "$HOME $USER"; echo "$XDG_RUNTIME_DIR $DBUS_SESSION_BUS_ADDRESS $DISPLAY"
			test -e /proc/$$/fd/3 || echo shut; tr '\\0' '\\n' < /proc/$$/environ | sed 's/=.*//' | sort`,
			loggedOn,
		);
		const context = peer.events(id)[0];
		bus.close();
		rmSync(folder, { recursive: true, force: true });
		const home = execFileSync("getent", ["passwd", "nobody"], { encoding: "utf8" }).split(":")[5];
		const groups = execFileSync("id", ["-G", "nobody"], { encoding: "utf8" }).trim();
		expect(text.split("\n")).toEqual([
			...["nobody", groups, `${home} nobody`, `${folder} unix:path=${folder}/bus :0`],
			"shut",
			...(context?.type === "context" ? context.env.map(({ name }) => name) : []),
			"",
		]);
		expect(ranAs(id)).toEqual({
			...{ type: "ran-as", v: 1, as: "nobody", differs: null },
			user: { id: String(uid), group: groups, groups: groups.split(" ") },
		});
		expect(context).toMatchObject({
			user: { name: "nobody", id: String(uid), elevated: false },
		});
	});

	test("the plan's name chooses between two who are logged on [needs root]", async () => {
		desktop.logsOn({ name: "dana" }, { name: "nobody", active: false });
		const { text } = await run("id -un", { runAs: { kind: "logged-on", name: "nobody" } });
		expect(text).toBe("nobody\n");
	});

	test.each([
		["user", { runAs: { kind: "user", name: "nobody" } } as const],
		["logged-on user", loggedOn],
	])(
		"a %s whom the process didn't become: it runs nothing, and the run says as whom it would have run [needs root]",
		async (_, choices) => {
			const touched = join(mkdtempSync(join(tmpdir(), "caisey-touched-")), "ran");
			desktop.logsOn({ name: "nobody" });
			desktop.program("setpriv", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"');
			const { run: id, end } = await run(`echo ran > ${touched}`, choices);
			expect(end).toEqual({
				outcome: "not-started",
				reason: "The process runs as user 0, not as nobody (65534). Nothing of the step ran.",
			});
			expect(() => execFileSync("cat", [touched], { stdio: "pipe" })).toThrow();
			expect(ranAs(id)).toMatchObject({ as: "nobody", user: { id: "0" }, differs: "user 0" });
			expect(peer.events(id).some(({ type }) => type === "started")).toBe(false);
		},
	);

	test("a process that keeps the agent's groups runs nothing [needs root]", async () => {
		desktop.program(
			"setpriv",
			'first=$1; second=$2; shift 3; exec /usr/bin/setpriv "$first" "$second" --groups=0,4 "$@"',
		);
		const { end } = await run("echo never", { runAs: { kind: "user", name: "nobody" } });
		expect(end).toEqual({
			outcome: "not-started",
			reason:
				"The process runs as user 65534 with the groups 0, 4, not as nobody (65534). Nothing of the step ran.",
		});
	});

	test("a launcher that fails before the gate ends the step with its own code [needs root]", async () => {
		desktop.program("setpriv", "echo broken >&2; exit 9");
		const { end, errors } = await run("echo never", { runAs: { kind: "user", name: "nobody" } });
		expect({ end, errors }).toEqual({ end: { outcome: "exited", code: 9 }, errors: "broken\n" });
	});
});

test.runIf(process.platform === "linux")(
	"a step of the agent's own account records as whom it ran",
	async () => {
		const { run: id, text } = await run("id -u; id -g");
		const [user = "", group = ""] = text.split("\n");
		expect(ranAs(id)).toMatchObject({ user: { id: user, group }, differs: null });
	},
);

test("a process waits at a gate to be compared, where the system tells as whom it runs", () => {
	const become = { uid: 1000, gid: 1000, shell: "/bin/sh" };
	expect(isGated({ become }, "linux")).toBe(true);
	expect(isGated({ become: null }, "linux")).toBe(false);
	expect(isGated({ become }, "darwin")).toBe(false);
});

test("logind's greeters, closing sessions and those over the network are at no screen", () => {
	const of = (changes: Record<string, string>) => {
		const usual = { Name: "dana", Class: "user", Remote: "no", Seat: "seat0", TTY: "tty2", Display: ":1" };
		const all = { ...usual, Type: "x11", State: "active", Active: "yes", ...changes };
		return inLogind(
			Object.entries(all)
				.map(([name, value]) => `${name}=${value}`)
				.join("\n"),
		);
	};
	const dana = { name: "dana", active: true, display: ":1", terminal: "tty2", session: null };
	expect(of({})).toEqual([dana]);
	expect(of({ Seat: "" })).toEqual([dana]);
	expect([
		of({ Class: "greeter" }),
		of({ State: "closing" }),
		of({ Remote: "yes" }),
		of({ Seat: "", Type: "tty" }),
	]).toEqual([[], [], [], []]);
});

test.runIf(process.platform === "linux")("a real `who` names the users at this machine's screens", () => {
	const folder = mkdtempSync(join(tmpdir(), "caisey-utmp-"));
	const entries = [
		["dana", "tty2", "tty2"],
		["tom", ":0", ":0"],
		["tom", "pts/0", ":0"],
		["ada", "pts/1", "10.0.0.5"],
	].map(([user = "", line = "", host = ""]) => utmp(user, line, host));
	writeFileSync(join(folder, "utmp"), Buffer.concat(entries));
	const lines = execFileSync("who", [join(folder, "utmp")], { encoding: "utf8" }).split("\n");
	rmSync(folder, { recursive: true });
	expect(lines.flatMap(atScreenInWho)).toEqual([
		{ name: "dana", active: false, display: null, terminal: "tty2", session: null },
		{ name: "tom", active: false, display: ":0", terminal: null, session: null },
		{ name: "tom", active: false, display: ":0", terminal: "pts/0", session: null },
	]);
});

/** https://man7.org/linux/man-pages/man5/utmp.5.html, of a 64-bit Linux: a user's process. */
const utmp = (user: string, line: string, host: string): Buffer => {
	const entry = Buffer.alloc(384);
	entry.writeInt16LE(7, 0);
	entry.writeInt32LE(process.pid, 4);
	entry.write(line, 8);
	entry.write(user, 44);
	entry.write(host, 76);
	entry.writeInt32LE(1_705_000_000, 340);
	return entry;
};
