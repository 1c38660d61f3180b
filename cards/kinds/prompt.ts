// The card of a running step's question: marked as the machine's, so that no one takes it for a person's. Edited in place until the
// step has its answer, or got none.
import { shown, visible } from "../../domain/text.ts";
import { longestAnswer, type PromptRef, promptName } from "../../protocol/prompt.ts";
import type { PromptView } from "../../protocol/read/prompt-view.ts";
import { list } from "../../words/amounts.ts";
import { answerText, choiceText, unansweredBecause } from "../../words/prompts.ts";
import { surfaceOf } from "../../words/states.ts";
import { actions, chooses, dialogs } from "../model/actions.ts";
import type { Button, Card, Line, Section } from "../model/card.ts";
import type { Form } from "../model/form.ts";
import { bounded, brief } from "../plain.ts";
import { openLink } from "./open.ts";

export const promptCard = (prompt: PromptView): Card => ({
	title: prompt.asked.kind === "secret" ? "The machine asks for a secret" : "The machine asks",
	state: states[prompt.state],
	sections: [
		{
			kind: "text",
			line: [`${where(prompt)} asks this while it runs ${steps[prompt.phase]}. No person wrote it.`],
			keep: true,
		},
		...question(prompt),
		...standing(prompt),
		...(hasTranscript(prompt) ? [text([openLink(`${prompt.url}#${prompt.plan}`)])] : []),
	],
	choice: null,
	buttons: buttons(prompt),
	menu: [],
	notification: [
		`${where(prompt)} asks${prompt.asked.kind === "secret" ? " for a secret" : ""}: `,
		...(prompt.wordless ? ["a question"] : [{ said: prompt.asked.text, most: 200 }]),
	],
});

const steps = { before: "a check before", command: "the command", after: "a check after" } as const;

const states = {
	open: "waits for an answer",
	typed: "waits for an approver",
	sent: "the answer is on its way",
	taken: "answered",
	over: "not answered",
} as const satisfies Record<PromptView["state"], string>;

const where = ({ endpoint }: PromptView): string => brief(endpoint);

const question = (prompt: PromptView): Section[] => {
	const { asked, wordless } = prompt;
	if (wordless)
		return [
			{
				kind: "text",
				line: [
					"Output is kept out of chat here, and so are the machine's words. The full transcript has them.",
				],
				keep: true,
			},
		];
	const helps = asked.choices.flatMap(({ help }, i) =>
		help.trim() === "" ? [] : [{ label: choiceText(asked, i), line: [{ said: help, most: 200 }] as Line }],
	);
	const suggested = asked.suggested.map((one) => choiceText(asked, one));
	return [
		...(asked.text === ""
			? []
			: [
					{ kind: "code" as const, label: `${where(prompt)} asks, word for word`, text: visible(asked.text) },
				]),
		...(helps.length === 0 ? [] : [{ kind: "facts" as const, facts: helps.slice(0, 10) }]),
		...(suggested.length === 0
			? []
			: [{ kind: "text" as const, line: [bounded(`It suggests ${list(suggested, 10)}`, 300)] }]),
	];
};

const standing = (prompt: PromptView): Section[] => {
	switch (prompt.state) {
		case "open":
			return [
				...(prompt.rejected ? [text([`${brief(prompt.rejected.name)} kept the last text back.`])] : []),
				...(prompt.answer?.is === "secret" ? [text([unopenedLine(prompt)])] : []),
				text([waitsFor(prompt), " until ", { time: prompt.until }, ". Then the step is stopped."]),
			];
		case "typed":
			return typed(prompt);
		case "sent":
		case "taken":
			return [text([answered(prompt)]), ...sentText(prompt)];
		case "over":
			return prompt.because ? [text([`It got no answer: ${unansweredBecause[prompt.because]}.`])] : [];
	}
};

const text = (line: Line): Section => ({ kind: "text", line, keep: true });

/** The transcript says why. */
const unopenedLine = ({ by, endpoint }: PromptView): string =>
	`${brief(endpoint)} couldn't use what ${brief(by?.name ?? "someone")} entered, so the step didn't get it. Enter it again.`;

const waitsFor = ({ asked }: PromptView): string => waits[asked.kind];
const waits = {
	text: "Waiting for a technician to write an answer, which an approver then sees before it is sent,",
	choices: "Waiting for a technician to choose",
	secret:
		"A technician or an approver enters it in the console, where it is sealed in the browser. Don't write it in chat. The step waits",
} as const satisfies Record<PromptView["asked"]["kind"], string>;

/** Exactly what would be sent: the step may take it for code. */
const typed = (prompt: PromptView): Section[] => [
	text([
		`${brief(prompt.by?.name ?? "Someone")} wants to send this to it. The step may run it as a command.`,
	]),
	...sentText(prompt),
	...(prompt.cleared.length === 0
		? []
		: [text([`Let through by ${list(prompt.cleared.map(({ name }) => brief(name)))}.`])]),
	...(prompt.lost.length === 0
		? []
		: [
				text([
					`${list(prompt.lost.map(({ name }) => brief(name)))} let it through, but no longer decides here: that doesn't count any more.`,
				]),
			]),
	text([
		prompt.votesNeeded > 1 ? `${prompt.votesNeeded} approvers decide until ` : "An approver decides until ",
		{ time: prompt.until },
		".",
	]),
];

const sentText = ({ answer }: PromptView): Section[] => {
	if (answer?.is !== "text") return [];
	return answer.text === ""
		? [text(["An empty line, nothing in it."])]
		: [{ kind: "code", label: "Exactly this line", text: shown(answer.text), keep: true }];
};

const answered = ({ asked, answer, by, cleared }: PromptView): string => {
	const who = by ? `${brief(by.name)} in ${surfaceOf(by.surface)}` : "someone";
	const what = answer === null || answer.is === "text" ? "" : `: ${bounded(answerText(asked, answer), 300)}`;
	const through =
		cleared.length === 0 ? "" : `, let through by ${list(cleared.map(({ name }) => brief(name)))}`;
	return `Answered by ${who}${through}${what}`;
};

/** Whether each choice has its own button. */
const fitsButtons = ({ asked }: Pick<PromptView, "asked">): boolean =>
	asked.kind === "choices" && !asked.several && asked.choices.length <= chooses.length;

const buttons = (prompt: PromptView): Button[] => {
	const { asked, state, tries, session } = prompt;
	const of = (action: Button["action"], label: string, some: Partial<Button> = {}): Button => ({
		action,
		id: promptName(refOf(prompt)),
		label,
		...some,
	});
	const transcript = { action: actions.transcript, id: session, label: "Full transcript" };
	if (state === "typed") {
		const seen = { id: promptName(refOf(prompt), tries) };
		return [
			of(actions.promptSend, "Send this text", { ...seen, tone: "primary" }),
			of(actions.promptKeep, "Don't send", { ...seen, tone: "danger" }),
		];
	}
	if (state !== "open") return [transcript];
	const end = asked.ends ? [of(actions.promptEnd, "Nothing more")] : [];
	if (asked.kind === "secret")
		return [{ action: actions.enterSecret, id: session, label: "Enter it…", tone: "primary" }, ...end];
	const words = prompt.wordless ? [transcript] : [];
	if (!fitsButtons(prompt))
		return [
			of(actions.promptAnswer, asked.kind === "choices" ? "Choose…" : "Answer…", { tone: "primary" }),
			...end,
			...words,
		];
	const each = chooses.slice(0, asked.choices.length);
	return [...each.map((action, i) => of(action, bounded(choiceText(asked, i), 60))), ...words];
};

/** Whether it offers the transcript: where the card alone doesn't tell. */
const hasTranscript = ({ state, wordless, asked }: PromptView): boolean =>
	state === "open" ? wordless && asked.kind !== "secret" : state !== "typed";

const refOf = ({ plan, run, asked }: PromptView): PromptRef => ({ plan, run, prompt: asked.id });

/** The one field of its dialog. */
export const answerField = "answer";

/** What is asked in a dialog: a line of text, or which of the choices. */
export const promptForm = (prompt: Pick<PromptView, "asked" | "endpoint" | "wordless">): Form => {
	const { asked, endpoint } = prompt;
	const field = { id: answerField, label: "Your answer" };
	const options = asked.choices.map((_, i) => ({
		value: String(i),
		label: bounded(choiceText(asked, i), 60),
	}));
	const said: Section[] =
		prompt.wordless || asked.text === ""
			? []
			: [{ kind: "code", label: `${brief(endpoint)} asks, word for word`, text: visible(asked.text) }];
	return {
		dialog: dialogs.prompt,
		title: "Answer the machine",
		submit: asked.kind === "choices" ? "Answer" : "Show to an approver",
		body: [...said, asked.kind === "choices" ? choiceField(asked, field, options) : textField(field)],
	};
};

type Named = { id: string; label: string };

const textField = (field: Named): Form["body"][number] => ({
	kind: "input",
	...field,
	value: "",
	longest: longestAnswer,
	optional: true,
	focus: true,
	hint: "One line, or nothing for an empty one. An approver sees exactly this before it is sent. Never a password.",
});

const choiceField = (
	{ several, suggested }: PromptView["asked"],
	field: Named,
	options: { value: string; label: string }[],
): Form["body"][number] =>
	several
		? {
				kind: "choices",
				...field,
				...{
					options,
					placeholder: "Choose…",
					chosen: suggested.map(String),
					most: options.length,
					more: false,
				},
				optional: true,
			}
		: { kind: "choice", ...field, options, chosen: suggested[0] === undefined ? null : String(suggested[0]) };
