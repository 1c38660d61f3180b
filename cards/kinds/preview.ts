// A command that a technician typed or attached: shown exactly, and only to them, before it becomes a proposal.
import { oddities, shown } from "../../domain/text.ts";
import { byteLength, exactBytes, lineEndsText } from "../../words/amounts.ts";
import { actions, choices } from "../model/actions.ts";
import type { Card, Section } from "../model/card.ts";
import { type EndpointChoice, endpointLabel } from "./endpoints.ts";

type Draft = { draft: string; command: string; endpoints: EndpointChoice[] };

/** Never guesses the endpoint when there is a choice. `inputText`: the longest text that can be edited here. */
export const previewCard = ({ draft, command, endpoints }: Draft, inputText: number): Card => {
	const of = (action: Card["buttons"][number]["action"], label: string) => ({ action, id: draft, label });
	const options = endpoints.map((endpoint) => ({ value: endpoint.id, label: endpointLabel(endpoint) }));
	return {
		title: "",
		state: null,
		sections: [
			{ kind: "text", line: ["Nothing is proposed yet."] },
			{
				kind: "code",
				label: `Exactly this, ${exactBytes(byteLength(command))}${lineEndsText(command)}`,
				text: shown(command),
			},
			...warnings(command),
			...(options.length > 0
				? []
				: [{ kind: "warning" as const, line: ["No endpoint is enrolled for this client yet."] }]),
		],
		choice:
			options.length > 0
				? { id: choices.draftEndpoint, placeholder: "Run on…", options, chosen: options.length === 1 }
				: null,
		buttons: [
			{ ...of(actions.draftPropose, "Propose…"), tone: "primary" },
			...(command.length <= inputText ? [of(actions.draftEdit, "Edit…")] : []),
			of(actions.draftDrop, "Not a command"),
		],
		menu: [],
		notification: ["Propose this command? Only you can see this."],
	};
};

const warnings = (command: string): Section[] =>
	oddities(command)
		.slice(0, 5)
		.map(({ what }) => ({ kind: "warning", line: [`contains ${what}`] }));
