// The user in front of Windows, on Windows' own functions: Wine 10 has one session, and gives its user's token to anyone. That this
// takes SYSTEM, and that the user is another one than the agent's, only a real Windows can show (docs/agent.md).
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Peer, startPeer } from "../../agent/testing/peer.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import { bundledAgent } from "../world/once.ts";
import { connected, type EndpointMachine, programsOn, startEndpointMachine } from "./endpoint.ts";
import { hasWindows, parts } from "./tools.ts";
import { onZ } from "./wine.ts";

const here = hasWindows();
if (!here) console.warn("SKIPPED: test/windows/logged-on.test.ts (npm run windows brings what it needs)");

const asAgent = "can't tell: asked as the agent's account";

describe.skipIf(!here)("as the logged-on user under Wine 10", () => {
	let peer: Peer;
	let machine: EndpointMachine;

	beforeAll(async () => {
		peer = await startPeer();
		machine = await startEndpointMachine(bundledAgent());
		await machine.command("enroll", peer.url, "good");
		await connected(machine, peer);
	});
	afterAll(async () => {
		await machine?.stop();
		await peer.close();
		expect(peer.problems).toEqual([]);
	});

	const plan = (steps: string | Plan["steps"], choices: Partial<Plan> = {}) =>
		peer.makePlan(steps, { shell: "cmd", runAs: { kind: "logged-on" }, ...choices });
	const run = (...args: Parameters<typeof plan>) => peer.run(plan(...args));

	test("a step starts with the session's token and environment, in that user's home, and records both words of it", async () => {
		const {
			run: id,
			text,
			errors,
			end,
		} = await run('cd & echo "%USERPROFILE%" %SESSIONNAME% [%CAISEY_STATE%] & echo oops 1>&2 & exit 300');
		const [home = "", said] = text.split("\r\n");
		expect({ said, errors, end }).toEqual({
			said: `"${home}" Console [%CAISEY_STATE%] `,
			errors: "oops  \r\n",
			end: { outcome: "exited", code: 300 },
		});
		const [context, ranAs, started] = peer.events(id);
		const { user } = context?.type === "context" ? context : {};
		expect(ranAs).toMatchObject({ type: "ran-as", as: user?.name, user: { id: user?.id }, differs: null });
		expect([user?.id, started?.type]).toEqual([expect.stringMatching(/^S-1-5-21-/), "started"]);
		expect(home).toContain(user?.name.split("\\").at(-1));
		expect(context).toMatchObject({
			executable: null,
			locale: asAgent,
			facts: {
				"Integrity level": expect.stringMatching(/^(?:medium|high)$/),
				"PATH entries missing": asAgent,
				"Proxy (Internet settings)": asAgent,
			},
		});
	});

	test("arguments, bytes and a burst of output arrive as they are, and it ends with its last byte", async () => {
		const { stdout } = await run(
			`"${machine.node}" -e "process.stdout.write(Buffer.concat([Buffer.from([97,255,0]), Buffer.alloc(3e6, 'x'), Buffer.from(process.argv[1])]))" "a b\\\\"`,
		);
		expect([stdout.length, stdout.subarray(0, 3).toString("hex"), stdout.subarray(-4).toString()]).toEqual([
			3_000_007,
			"61ff00",
			"a b\\",
		]);
	});

	test("a cancel ends its whole tree", async () => {
		const tree =
			"require('child_process').spawn('ping',['-n','300','127.0.0.1'],{stdio:'ignore',detached:true});";
		const trying = plan(`"${machine.node}" -e "${tree}console.log('up');setInterval(String,1000)"`);
		const [id = ""] = await peer.start(trying);
		await peer.until(() => peer.bytesOf(id, "stdout").length > 0);
		peer.send({ type: "cancel", plan: trying.id, by: "tom" });
		expect((await peer.ended(id)).end).toEqual({ outcome: "cancelled", by: "tom" });
		expect(await programsOn(machine)).not.toContain("ping.exe");
	});

	test("a script runs from a folder that the user can read, and is removed", async () => {
		const { text } = await run([
			{
				phase: "command",
				command: "@echo %~nx0 %1\r\n",
				script: { name: "fix.bat", encoding: "utf-8", arguments: ["a b"] },
			},
		]);
		expect(text).toBe('fix.bat "a b"\r\n');
		const users = machine.onC("users");
		const left = readdirSync(users, { recursive: true }).map(String);
		expect(left.filter((name) => name.includes("caisey-r"))).toEqual([]);
	});

	test("PowerShell gets the user's own variables and runs plainly, and the transcript says why", async () => {
		const dotnet = onZ(join(parts.powershell(), "windows", "dotnet"));
		const variable = ["/v", "DOTNET_ROOT", "/d", dotnet, "/f"];
		await machine.run("reg", ["add", "HKCU\\Environment", ...variable]);
		const { run: id, text, end } = await run("'a'; exit 4", { shell: "pwsh" });
		expect({ text, end }).toEqual({ text: "a\r\n", end: { outcome: "exited", code: 4 } });
		expect(peer.events(id).find(({ type }) => type === "capture")).toMatchObject({
			by: "plain",
			unseen: expect.arrayContaining([
				expect.objectContaining({
					because: "it runs as another account, which can't open the agent's channel",
				}),
			]),
		});
	});

	test("a name that isn't logged on starts nothing, with or without its domain", async () => {
		const [context] = peer.events((await run("exit 0")).run);
		const name = context?.type === "context" ? context.user.name : "";
		const short = name.split("\\").at(-1)?.toUpperCase() ?? "";
		const named = (name: string) => run("exit 0", { runAs: { kind: "logged-on", name } });
		const ends = [await named("dana"), await named(name), await named(short)].map(({ end }) => end);
		expect(ends).toEqual([
			{ outcome: "not-started", reason: `dana isn't logged on at CLIENT-ACCT-01. Logged on: ${name}.` },
			{ outcome: "exited", code: 0 },
			{ outcome: "exited", code: 0 },
		]);
	});

	test("Wine shows no window for the person at the machine, and the plan says what follows", async () => {
		const person = { text: "Restart?", choices: ["now", "in-an-hour"], wait: 30, otherwise: "run" } as const;
		const { run: id, end } = await run("exit 0", { person: { ...person, choices: [...person.choices] } });
		expect(end).toEqual({ outcome: "exited", code: 0 });
		expect(peer.events(id).filter(({ type }) => type === "person")).toMatchObject([
			{ state: "asked", by: "WTSSendMessageW", offered: ["now"] },
			{ state: "unreached", because: "Windows shows no window in their session", next: "run" },
		]);
	});
});
