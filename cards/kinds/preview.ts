// A command that a technician typed or attached: shown exactly, and only to them, before it becomes a proposal.
import { copiedPrompt } from "../../domain/copied.ts";
import { inQuotes } from "../../domain/line.ts";
import { otherMarks, withPlainMarks } from "../../domain/plain-marks.ts";
import { scriptDoubts, shellsFor } from "../../domain/script.ts";
import { oddities, shown } from "../../domain/text.ts";
import type { Script } from "../../protocol/plan/script.ts";
import { byteLength, exactBytes, lineEndsText } from "../../words/amounts.ts";
import { encodings, scriptDoubtText } from "../../words/script.ts";
import { actions, choices } from "../model/actions.ts";
import type { Card, Section } from "../model/card.ts";
import { type EndpointChoice, endpointLabel } from "./endpoints.ts";
import { keptInCommand } from "./kept-blanks.ts";

type Draft = { draft: string; command: string; script?: Script; endpoints: EndpointChoice[] };

/** Never guesses the endpoint when there is a choice. `inputText`: the longest text that can be edited here. */
export const previewCard = ({ draft, command, script, endpoints }: Draft, inputText: number): Card => {
	const editable = command.length <= inputText && !script;
	const of = (action: Card["buttons"][number]["action"], label: string) => ({ action, id: draft, label });
	const options = endpoints.map((endpoint) => ({ value: endpoint.id, label: endpointLabel(endpoint) }));
	return {
		title: "",
		state: null,
		sections: [
			{ kind: "text", line: ["Nothing is proposed yet."] },
			{
				kind: "code",
				label: `${script ? `The script ${script.name}, exactly this` : "Exactly this"}, ${exactBytes(byteLength(command))}${script ? `, ${encodings[script.encoding]}` : ""}${lineEndsText(command)}`,
				text: shown(command),
			},
			...keptInCommand(
				command,
				script ? (shellsFor(script.name, command) ?? []) : endpoints.flatMap(({ shells }) => shells),
			),
			...(script ? doubts(command, script) : prompts(command, editable)),
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
			...(editable ? [of(actions.draftEdit, "Edit…")] : []),
			...(script || withPlainMarks(command) === command
				? []
				: [of(actions.draftPlain, plainLabels[otherMarks(command)])]),
			of(actions.draftDrop, "Not a command"),
		],
		menu: [],
		notification: ["Propose this command? Only you can see this."],
	};
};

const plainLabels = {
	quotes: "Use plain quotes and dashes",
	blanks: "Use plain blanks and dots",
	others: "Use plain characters",
} as const;

const prompts = (command: string, editable: boolean): Section[] => {
	const found = copiedPrompt(command);
	return found
		? [
				{
					kind: "warning",
					line: [
						`Line ${found.line} begins with what looks like a prompt, ${inQuotes(shown(found.prompt))}. It would run as part of the command. ${editable ? "Press “Edit…” to take it out" : "Send the command again without it"}.`,
					],
				},
			]
		: [];
};

/** What the shell that it is for reads otherwise; of several, the first. */
const doubts = (command: string, script: Script): Section[] =>
	(shellsFor(script.name, command) ?? [])
		.slice(0, 1)
		.flatMap((shell) => scriptDoubts({ command, script }, shell).map((one) => scriptDoubtText(one, shell)))
		.map((doubt) => ({ kind: "warning", line: [doubt] }));

const warnings = (command: string): Section[] =>
	oddities(command)
		.slice(0, 5)
		.map(({ what }) => ({ kind: "warning", line: [what] }));
