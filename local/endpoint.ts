// This computer as an endpoint of the local mode: enrolled when it has to be, connected when this resolves.
import { existsSync, readFileSync, statSync } from "node:fs";
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

/** Enrols with the token that the set-up gave, if it gave one, and starts the agent. */
export const startEndpoint = async (options: {
	state: string;
	workerUrl: string;
	applied: ApplyResponse;
	log: string;
}): Promise<{ agent: Child; shells: string[] }> => {
	const { state, workerUrl, applied, log } = options;
	const issued = applied.enrolment.find(({ endpoint }) => endpoint === endpointName);
	if (issued)
		await enrolAgent({
			url: workerUrl,
			token: issued.token,
			state,
			replace: readIdentity(folderAt(state)).ok,
		});
	const from = existsSync(log) ? statSync(log).size : 0;
	const agent = startAgent({ state, log });
	const ended = agent.ended.then((how) => {
		throw new Error(`The agent stopped with ${how}. Read its log: ${log}`);
	});
	ended.catch(() => {});
	const shells = allShells();
	const waiting = new AbortController();
	await Promise.race([connected(log, from, waiting.signal), ended]).finally(() => waiting.abort());
	return { agent, shells: (await shells).map(({ shell }) => shell) };
};

/** The agent says so in its log. */
const connected = async (log: string, from: number, given: AbortSignal): Promise<void> => {
	while (!given.aborted) {
		if (/ connected$/m.test(readFileSync(log).subarray(from).toString())) return;
		await new Promise((done) => setTimeout(done, 50));
	}
};
