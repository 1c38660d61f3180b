// What someone said in another thread of the session: under their name, with its place. Nothing in it has a meaning here, and each
// further line is set off and slanted, so that none passes for Caisey's own.
import type { RelayView } from "../../protocol/read/view.ts";
import { marked } from "../../words/actors.ts";
import { exactBytes } from "../../words/amounts.ts";
import { surfaceOf } from "../../words/states.ts";
import { actions } from "../model/actions.ts";
import { type Card, type Line, sentences } from "../model/card.ts";
import { brief } from "../plain.ts";
import { openLink } from "./open.ts";

export const relayCard = (view: RelayView): Card => {
	const lines = linesOf(view);
	const whole = { action: actions.transcript, id: view.session, label: "Full transcript" };
	return {
		...sentences(...lines),
		buttons: view.files.length > 0 && view.state !== "deleted" ? [whole] : [],
		notification: lines.flatMap((line, i) => (i > 0 ? [" ", ...line] : line)),
	};
};

/** People with a role have their name from the set-up file; others chose theirs. */
const linesOf = ({ author, known, roles, surface, text, files, state, url }: RelayView): Line[] => {
	const who = `${marked(brief(author), known, roles)} in ${surfaceOf(surface)}`;
	if (state === "deleted") return [[`${who}: (deleted)`]];
	const [first = "", ...others] = text.split(/\r?\n/);
	const said: Line = [`${who}${state === "edited" ? " (edited)" : ""}: `, { theirs: first }];
	return [
		said,
		...others.map((line): Line => ["│ ", { theirs: line }]),
		...files.map(
			({ name, bytes }, i): Line => [
				"📎 ",
				{ said: name, most: 200 },
				sizeOf(bytes),
				...(i === files.length - 1 ? [" · ", openLink(url)] : []),
			],
		),
	];
};

const sizeOf = (bytes: number | null): string =>
	bytes === null ? " · not in the record" : ` · ${exactBytes(bytes)} · in the full transcript`;
