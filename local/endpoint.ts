// This computer as an endpoint of the local mode: enrolled when it has to be, connected when this resolves.
import { readFileSync, statSync } from "node:fs";
import { folderAt } from "../agent/home/folder.ts";
import { readIdentity } from "../agent/home/identity.ts";
import { allShells } from "../agent/process/shells.ts";
import type { ApplyResponse } from "../protocol/setup.ts";
import { enrolAgent, startAgent } from "./agent.ts";
import type { Child } from "./child.ts";

export const endpointName = "CLIENT-ACCT-01";
const setupName = `acme-dental/${endpointName}`;

/** Endpoints that need a new token: none if the agent is already enrolled at this address. */
export const toReissue = (state: string, workerUrl: string): string[] => {
	const identity = readIdentity(folderAt(state));
	return identity.ok && identity.enrolment.url === workerUrl ? [] : [setupName];
};

/** Enrols with the token that the set-up gave, if it gave one, and starts the agent. `lost`: what it says of commands whose
 * outcome it can't know. */
export const startEndpoint = async (options: {
	state: string;
	workerUrl: string;
	applied: ApplyResponse;
	log: string;
}): Promise<{ agent: Child; shells: string[]; lost: string[] }> => {
	const { state, workerUrl, applied, log } = options;
	const issued = applied.enrolment.find(({ endpoint }) => endpoint === endpointName);
	if (issued)
		await enrolAgent({
			url: workerUrl,
			token: issued.token,
			state,
			replace: readIdentity(folderAt(state)).ok,
		});
	const lines = logLines(log);
	const agent = startAgent({ state, log, drainLimit: 600 });
	const ended = agent.ended.then((how) => {
		throw new Error(`The agent stopped with ${how}. Read its log: ${log}`);
	});
	ended.catch(() => {});
	const shells = allShells();
	const waiting = new AbortController();
	const until = connected(lines, waiting.signal);
	const said = await Promise.race([until, ended]).finally(() => waiting.abort());
	const lost = said.filter((line) => line.includes("ran when the agent last stopped"));
	return { agent, shells: (await shells).map(({ shell }) => shell), lost };
};

/** The agent says so in its log; resolves with what it said until then. */
const connected = async (lines: () => string[], given: AbortSignal): Promise<string[]> => {
	const said: string[] = [];
	while (!given.aborted && !said.includes("connected")) {
		said.push(...lines());
		await new Promise((done) => setTimeout(done, 50));
	}
	return said;
};

/** Asks the agent to stop, and prints what it says of commands that run until it has stopped. */
export const stopEndpoint = async (
	agent: Child,
	log: string,
	print: (line: string) => void,
): Promise<void> => {
	const lines = logLines(log);
	const printNew = () => {
		for (const line of lines()) if (/^(?:waiting|running|left running|the Worker)\b/.test(line)) print(line);
	};
	const timer = setInterval(printNew, 100);
	await agent.stop();
	clearInterval(timer);
	printNew();
};

/** The lines that were logged since the last call, without their times. */
const logLines = (log: string): (() => string[]) => {
	let from = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
	return () => {
		const fresh = readFileSync(log).subarray(from);
		const whole = fresh.subarray(0, fresh.lastIndexOf("\n") + 1);
		from += whole.length;
		return whole
			.toString()
			.split("\n")
			.filter((line) => line !== "")
			.map((line) => line.slice(line.indexOf(" ") + 1));
	};
};
