// A Windows endpoint on this computer, for `npm start -- --windows`: Wine 10 with a `C:` and a registry of its own.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bundleAgent } from "../agent/build.ts";
import type { ApplyResponse } from "../protocol/setup.ts";
import { type EndpointMachine, startEndpointMachine } from "../test/windows/endpoint.ts";
import type { Program } from "../test/windows/machine.ts";
import { hasWindows } from "../test/windows/tools.ts";

export const windowsName = "CLIENT-WIN-01";
export const windowsSetupName = `acme-dental/${windowsName}`;

/** Why there can be none here; null: there can. */
export const windowsTrouble = (): string | null =>
	hasWindows() ? null : "This computer lacks Wine 10 for --windows. Run: npm run windows";

/** What to try there: the setting that the example command changes. */
const authKey = "HKLM\\SOFTWARE\\Vendor\\Auth";
export const windowsExample = "Set-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Auth LegacyMode 0";

export type WindowsEndpoint = EndpointMachine & {
	agent: Program;
	/** Why its agent has ended. */
	ended: Promise<string>;
};

/** Enrols with the token that the set-up gave, and starts the agent; resolves once that is connected, rejects with what it says. Its
 * `C:` and registry stay in `folder`. */
export const startWindows = async (options: {
	folder: string;
	workerUrl: string;
	applied: ApplyResponse;
}): Promise<WindowsEndpoint> => {
	const { folder, workerUrl, applied } = options;
	const token = applied.enrolment.find(({ endpoint }) => endpoint === windowsName)?.token ?? "";
	mkdirSync(folder, { recursive: true });
	const bundle = join(folder, "caisey-agent.cjs");
	await bundleAgent(bundle);
	const machine = await startEndpointMachine(bundle, { c: join(folder, "c") });
	try {
		const enrolled = await machine.command("enroll", workerUrl, token, "--replace", "--set-aside");
		if (enrolled.code !== 0) throw new Error(`The Windows endpoint can't enroll: ${enrolled.stderr}`);
		await machine.run("reg", ["add", authKey, "/v", "LegacyMode", "/t", "REG_DWORD", "/d", "1", "/f"]);
		const agent = await machine.startAgent();
		const ended = agent.ended.then((code) => `exit code ${code}: ${agent.stderr().toString().trim()}`);
		const waiting = new AbortController();
		const failed = await Promise.race([connected(agent, waiting.signal), ended]);
		waiting.abort();
		if (failed !== null) throw new Error(`The Windows endpoint's agent stopped with ${failed}`);
		return { ...machine, agent, ended };
	} catch (thrown) {
		await machine.stop();
		throw thrown;
	}
};

/** The agent says so in its log. */
const connected = async (agent: Program, given: AbortSignal): Promise<null> => {
	while (!given.aborted && !/ connected\r?$/m.test(agent.stderr().toString()))
		await new Promise((done) => setTimeout(done, 100));
	return null;
};
