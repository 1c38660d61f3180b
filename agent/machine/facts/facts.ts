// The facts of an environment snapshot that are of no one shell: the system, the account and the network, as this run finds them.
import { uptime } from "node:os";
import { listed } from "../../../domain/environment.ts";
import type { Launch } from "../../process/launch.ts";
import { askAtScreen } from "../screen.ts";
import { linuxFacts } from "./linux.ts";
import { missingOnPath } from "./path.ts";
import { environmentProxy } from "./proxy.ts";
import { asAgent, type Facts, told } from "./told.ts";
import { windowsFacts } from "./windows.ts";

export const machineFacts = async ({ account, env }: Pick<Launch, "account" | "env">): Promise<Facts> => {
	const everywhere = told({
		"PATH entries missing": () => (account.session === undefined ? missingOnPath(env) : asAgent),
		"Proxy (environment)": () => environmentProxy(env),
		"Last boot": () => minute(Date.now() - uptime() * 1_000),
		"Logged on": whoIsThere,
	});
	const [common, own] = await Promise.all([everywhere, ownFacts(account)]);
	return { ...common, ...own };
};

const whoIsThere = async (): Promise<string> => {
	const users = await askAtScreen();
	if (users === null) throw new Error("neither logind nor who is there");
	return listed(users.map(({ name }) => name));
};

const ownFacts = (account: Launch["account"]): Promise<Facts> => {
	if (process.platform === "win32") return told(windowsFacts(account));
	if (process.platform === "linux") return told(linuxFacts(account));
	return told(unknownHere);
};

const unknownHere = Object.fromEntries(
	["Pending restart", "Domain", "Packages"].map((name) => [
		name,
		() => {
			throw new Error(`this agent doesn't know how to ask ${process.platform}`);
		},
	]),
);

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
