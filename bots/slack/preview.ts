// A technician's `$ command`, code block or attached script: shown privately, exactly, before it becomes a proposal.
import { actions, choices } from "../../cards/actions.ts";
import { byteLength, exactBytes } from "../../cards/format.ts";
import { limits } from "../../cards/limits.ts";
import type { Card, Section } from "../../cards/model.ts";
import { oddities, shown } from "../../protocol/text.ts";
import type { EndpointChoice } from "../backend.ts";
import type { ChatUser, File, Open, Said } from "../intent.ts";
import { privately } from "./answer.ts";
import { endpointLabel } from "./endpoints.ts";
import { exact, type Words } from "./exact.ts";
import { isText, textOf } from "./files.ts";
import { type Kit, refused } from "./kit.ts";
import type { Deed } from "./payload.ts";

type Typed = {
	by: ChatUser;
	place: Open["place"];
	ref: Said["ref"];
	to: Pick<Deed, "user" | "at" | "answer">;
	once: string;
	message: Words;
	files: File[];
};

/** Does nothing where the message is just talk. */
export const previewCommand = async (kit: Kit, typed: Typed): Promise<void> => {
	const { by, place, ref, to, once } = typed;
	const found = commandIn(typed);
	if (found.kind === "none") return;
	if (found.kind !== "command") {
		await kit.backend.attempt({
			by,
			place,
			action: "propose",
			code: found.refusal.code,
			detail: found.detail,
		});
		return refused(kit, to, found.refusal);
	}
	const answer = await kit.backend.draft({ by, place, ref, command: found.command, once });
	if (!answer.ok) return refused(kit, to, answer.refusal);
	await privately(kit, to, previewCard(answer.draft, answer.command, answer.endpoints));
};

type Found =
	| { kind: "none" }
	| { kind: "command"; command: string }
	| {
			kind: "refused";
			refusal: { code: "styled-text" } | { code: "not-text"; name: string };
			detail: string;
	  };

const commandIn = ({ message, files }: Typed): Found => {
	const typed = exact(message);
	if (typed.kind === "command") return typed;
	if (typed.kind === "styled")
		return { kind: "refused", refusal: { code: "styled-text" }, detail: "a command in styled text" };
	const texts = files.filter(isText);
	const [file] = texts;
	if (texts.length !== 1 || !file) return { kind: "none" };
	const command = textOf(file);
	if (command === null)
		return { kind: "refused", refusal: { code: "not-text", name: file.name }, detail: file.name };
	return { kind: "command", command };
};

/** The preview: where to run it is never guessed where there is a choice. */
export const previewCard = (draft: string, command: string, endpoints: EndpointChoice[]): Card => {
	const of = (action: Card["buttons"][number]["action"], label: string) => ({ action, id: draft, label });
	const options = endpoints.map((endpoint) => ({ value: endpoint.id, label: endpointLabel(endpoint) }));
	return {
		title: "",
		state: null,
		sections: [
			{ kind: "text", line: ["Nothing is proposed yet."] },
			{ kind: "code", label: `Exactly this, ${exactBytes(byteLength(command))}`, text: shown(command) },
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
			...(command.length <= limits.slack.inputText ? [of(actions.draftEdit, "Edit…")] : []),
			of(actions.draftDrop, "Not a command"),
		],
		menu: [],
		notification: ["A command to be proposed? Only you can see this."],
	};
};

const warnings = (command: string): Section[] =>
	oddities(command)
		.slice(0, 5)
		.map(({ what }) => ({ kind: "warning", line: [`contains ${what}`] }));
