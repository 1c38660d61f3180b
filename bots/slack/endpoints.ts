// Endpoints as choices: enough on one line to tell them apart.
import { choices } from "../../cards/actions.ts";
import { list } from "../../cards/format.ts";
import { limits } from "../../cards/limits.ts";
import { plainText } from "../../cards/slack.ts";
import { utc } from "../../cards/words.ts";
import type { EndpointChoice } from "../backend.ts";

/** `CLIENT-ACCT-01 · front desk · Dana logged on` */
export const endpointLabel = ({ name, description, loggedOn }: EndpointChoice): string =>
	[name, description, who(loggedOn)].filter((part) => part !== "").join(" · ");

/** `Dana logged on · online · easily mixed up with CLIENT-ACCT-10` */
export const endpointState = (endpoint: EndpointChoice): string => {
	const { os, online, lastSeen, loggedOn, quarantined, similarTo } = endpoint;
	if (quarantined) return "⚠ set aside: two machines used its key. Enrol it anew";
	const state = online ? "online" : lastSeen === null ? "never seen yet" : `offline since ${utc(lastSeen)}`;
	const alike = similarTo.length > 0 ? `⚠ not ${list(similarTo, 3, "or")}` : "";
	return [alike, who(loggedOn), state, os].filter((part) => part !== "").join(" · ");
};

const who = (loggedOn: string[]): string => (loggedOn.length > 0 ? `${list(loggedOn, 2)} logged on` : "");

export const endpointOption = (endpoint: EndpointChoice) => ({
	text: plainText(
		[endpoint.name, endpoint.description].filter((part) => part !== "").join(" · "),
		limits.slack.optionText,
	),
	description: plainText(endpointState(endpoint), limits.slack.optionText),
	value: endpoint.id,
});

/** A select of up to ten; searched at Slack's request where there are more than it can list. */
export const endpointSelect = (all: EndpointChoice[], more: boolean, chosen: string[]) => {
	const initial = all.filter(({ id }) => chosen.includes(id)).map(endpointOption);
	const common = {
		action_id: choices.endpoints,
		placeholder: plainText(more ? "Type a name…" : "Choose where to run it…", limits.slack.placeholder),
		max_selected_items: 10,
		...(initial.length > 0 && { initial_options: initial }),
	};
	if (more) return { type: "multi_external_select", min_query_length: 0, ...common };
	return {
		type: "multi_static_select",
		options: all.slice(0, limits.slack.selectOptions).map(endpointOption),
		...common,
	};
};
