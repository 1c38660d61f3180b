// A technician's `$ command`, code block or attached script: shown privately, exactly, before it becomes a proposal.
import { limits } from "../../cards/limits.ts";
import { previewCard } from "../../cards/preview.ts";
import type { ChatUser, File, Open } from "../intent.ts";
import { privately } from "./answer.ts";
import { exact, type Words } from "./exact.ts";
import { isText, textOf } from "./files.ts";
import { type Kit, refused } from "./kit.ts";
import type { Deed } from "./payload.ts";

type Typed = {
	by: ChatUser;
	place: Open["place"];
	to: Pick<Deed, "user" | "at" | "answer">;
	once: string;
	message: Words;
	files: File[];
};

/** Does nothing where the message is just talk. */
export const previewCommand = async (kit: Kit, typed: Typed): Promise<void> => {
	const { by, place, to, once } = typed;
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
	const answer = await kit.backend.draft({ by, place, command: found.command, once });
	if (!answer.ok) return refused(kit, to, answer.refusal);
	await privately(kit, to, previewCard(answer, limits.slack.inputText));
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
