// What an environment snapshot tells beside the shell's own words.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ownAccount } from "../account.ts";
import { patient } from "../patience.ts";
import { machineFacts } from "./facts.ts";
import { isFolder, missingOnPath } from "./path.ts";
import { answerOf, factsFor, freshFacts } from "./powershell.ts";
import { environmentProxy } from "./proxy.ts";
import { told } from "./told.ts";
import { accountFacts } from "./windows.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-facts-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a fact that can't be learned says why, and the others are there", async () => {
	const refused = () => {
		throw new Error("no such key");
	};
	expect(await told({ Domain: refused, umask: async () => "0022" })).toEqual({
		Domain: "can't tell: no such key",
		umask: "0022",
	});
});

test.runIf(process.platform === "linux")("Linux tells all of its facts, or why not", async () => {
	const facts = await machineFacts({ account: await ownAccount(), env: { PATH: "/usr/bin" } });
	expect(Object.keys(facts).sort()).toEqual([
		"AppArmor",
		"Distribution",
		"Domain",
		"Last boot",
		"Limits",
		"Logged on",
		"PATH entries missing",
		"Packages",
		"Pending restart",
		"Proxy (environment)",
		"SELinux",
		"sudo",
	]);
	expect(Object.values(facts)).not.toContain("");
	expect(facts.Limits).toContain("open files ");
});

test("entries of PATH that name no folder are listed, each once", async () => {
	const file = join(folder, "file");
	writeFileSync(file, "");
	const gone = join(folder, "gone");
	const found = patient(isFolder, 60_000);
	const of = (env: Record<string, string>) => missingOnPath(env, found);
	expect(await of({ Path: [folder, gone, file, gone].join(delimiter) })).toBe(`${gone}; ${file}`);
	expect(await of({ PATH: folder })).toBe("none");
	expect(await of({})).toBe("none");
});

test("entries of PATH that never answer are asked about once, and two of them at most", async () => {
	const asked: string[] = [];
	const found = patient(
		(path: string) => {
			asked.push(path);
			return path === folder ? Promise.resolve(true) : new Promise<boolean>(() => {});
		},
		1,
		2,
	);
	const of = (...entries: string[]) => missingOnPath({ PATH: entries.join(delimiter) }, found);
	expect(await of("/one", folder, "/two", "/three")).toBe(
		"/one (no answer); /two (no answer); /three (not looked at: others give no answer)",
	);
	expect(await of("/two", "/one")).toBe("/two (no answer); /one (no answer)");
	expect(asked).toEqual(["/one", folder, "/two"]);
});

test("a proxy's password stays on the endpoint", () => {
	const env = { https_proxy: "http://dana:s3cret@proxy:3128", NO_PROXY: "localhost", HTTP_PROXY: "" };
	expect(environmentProxy(env)).toBe("https_proxy=http://(hidden)@proxy:3128; NO_PROXY=localhost");
	expect(environmentProxy({ PATH: "/bin" })).toBe("none");
});

test("what a restricted PowerShell refuses to tell is said, not left out", () => {
	const answer = answerOf([
		"table PSVersion=5.1",
		"ExecutionPolicy=AllSigned",
		"Language mode=ConstrainedLanguage",
	]);
	expect(answer?.facts).toMatchObject({
		ExecutionPolicy: "AllSigned",
		"Language mode": "ConstrainedLanguage",
		"Code page": "can't tell: PowerShell did not answer that",
	});
	expect(answerOf(["something else"])).toBeNull();
});

test("a profile file and a module that appear are told at the next run", async () => {
	const [profile, modules] = [join(folder, "profile.ps1"), join(folder, "Modules")];
	const account = await ownAccount();
	const facts = () => freshFacts({ profiles: [profile], modules: [modules] }, account);
	const before = await facts();
	expect(before).toMatchObject({
		"Profile files, not loaded": "none",
		"Modules available": expect.stringMatching(/^0 /),
	});
	writeFileSync(profile, "");
	mkdirSync(join(modules, "Vendor", "1.2.0"), { recursive: true });
	const after = await facts();
	expect(after["Profile files, not loaded"]).toBe(profile);
	expect(after["Modules available"]).toMatch(/^1 /);
	mkdirSync(join(modules, "Vendor", "1.3.0"));
	expect((await facts())["Modules available"]).not.toBe(after["Modules available"]);
});

const asAgent = "can't tell: asked as the agent's account";
const dana = { id: "S-1-5-21-1-2-3-1001", session: 2 };

test("the logged-on user of Windows has the integrity of their session, and not the agent's proxy", async () => {
	const of = (integrity?: string) => told(accountFacts({ ...dana, ...(integrity && { integrity }) }));
	expect(await of("S-1-16-8192")).toEqual({
		"Runs as SYSTEM": "no",
		"Integrity level": "medium",
		"Proxy (Internet settings)": asAgent,
	});
	expect(await of()).toMatchObject({ "Integrity level": "can't tell: the token has no integrity level" });
});

test("what PowerShell told the agent's account is told of that user only as far as it is the machine's", async () => {
	const answer = answerOf([
		...["table PSVersion=5.1", "table PSEdition=Desktop", "ExecutionPolicy=Bypass"],
		...["ExecutionPolicy MachinePolicy=AllSigned", "ExecutionPolicy UserPolicy=Undefined"],
		...["ExecutionPolicy Process=Undefined", "ExecutionPolicy CurrentUser=Bypass"],
		...["ExecutionPolicy LocalMachine=RemoteSigned", "Language mode=FullLanguage", "Culture=en-US"],
		...["UI culture=en-US", "Code page=437", "Shell process=64-bit on a 64-bit system"],
	]);
	const facts = answer?.facts ?? {};
	const account = await ownAccount();
	expect(factsFor(account, facts)).toEqual(facts);
	expect(factsFor({ ...account, ...dana }, { ...facts, "ExecutionPolicy read at": "now" })).toEqual({
		...facts,
		"ExecutionPolicy read at": "now",
		...{ ExecutionPolicy: asAgent, "ExecutionPolicy UserPolicy": asAgent },
		...{ "ExecutionPolicy Process": asAgent, "ExecutionPolicy CurrentUser": asAgent },
		...{ "Language mode": asAgent, Culture: asAgent, "UI culture": asAgent, "Code page": asAgent },
	});
	const there = await machineFacts({ account: { ...account, ...dana }, env: { PATH: folder } });
	expect(there["PATH entries missing"]).toBe(asAgent);
	const folders = { profiles: [folder], modules: [folder] };
	expect(await freshFacts(folders, { ...account, ...dana })).toEqual({
		"Profile files, not loaded": asAgent,
		"Modules available": asAgent,
	});
});
