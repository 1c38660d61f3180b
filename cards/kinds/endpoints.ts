// Endpoints as choices: enough on one line to tell them apart.
import { inQuotes } from "../../domain/line.ts";
import type { Instant } from "../../protocol/ids.ts";
import type { Hold } from "../../protocol/machine.ts";
import type { DiskState } from "../../protocol/record/records.ts";
import { list } from "../../words/amounts.ts";
import { diskLine } from "../../words/disk.ts";
import { holdLine } from "../../words/machine.ts";
import { utcMinute } from "../../words/times.ts";
import { brief } from "../plain.ts";

/** One endpoint as a choice in a dialog. */
export type EndpointChoice = {
	id: string;
	name: string;
	description: string;
	os: string;
	loggedOn: string[];
	/** As whom the agent runs. */
	agentUser: string;
	online: boolean;
	lastSeen: Instant | null;
	/** Two agents used its key at once: nothing runs there until someone re-enrolls it. */
	quarantined: boolean;
	/** Why nothing new runs there until an owner confirms its machine. */
	held: Hold | null;
	/** As its agent says. */
	disk: DiskState;
	shells: string[];
	/** Names of this client so alike that they may be mixed up. */
	similarTo: string[];
};

/** `CLIENT-ACCT-01 · front desk · reports “Dana” logged on` */
export const endpointLabel = ({ name, description, loggedOn }: EndpointChoice): string =>
	joined(brief(name), brief(description), reports(who(loggedOn)));

/** As an option of a list: which it is, and in a second line how it is. */
export const endpointOption = (endpoint: EndpointChoice) => ({
	value: endpoint.id,
	label: joined(brief(endpoint.name), brief(endpoint.description)),
	detail: endpointState(endpoint),
});

/** `away`: what to call one that isn't there. `⚠ not CLIENT-ACCT-10 · online · reports “Dana” logged on, “Windows 11”` */
export const endpointState = (endpoint: EndpointChoice, away = "offline"): string => {
	const { os, online, lastSeen, loggedOn, quarantined, held, disk, similarTo } = endpoint;
	if (quarantined) return "⚠ blocked: two machines share its key. Re-enroll it";
	if (held) return brief(holdLine(held), 200);
	const state = online
		? "online"
		: lastSeen === null
			? "never seen yet"
			: `${away} since ${utcMinute(lastSeen)}`;
	const alike = similarTo.length > 0 ? `⚠ not ${list(similarTo, 3, "or")}` : "";
	return joined(alike, disk === "room" ? "" : diskLine[disk], state, reports(who(loggedOn), claim(os, 40)));
};

/** A machine's words about itself are its own claim: in quotes, so that they can't pass for a state of ours. */
const reports = (...claims: string[]): string => {
	const said = claims.filter((claim) => claim !== "").join(", ");
	return said === "" ? "" : `reports ${said}`;
};

const who = (loggedOn: string[]): string => {
	const names = loggedOn.map((name) => claim(name, 30)).filter((name) => name !== "");
	return names.length > 0 ? `${list(names, 2)} logged on` : "";
};
const claim = (text: string, most: number): string => {
	const some = brief(text, most);
	return some === "" ? "" : inQuotes(some);
};
const joined = (...parts: string[]): string => parts.filter((part) => part !== "").join(" · ");
