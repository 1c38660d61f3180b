// Questions of running steps, in every state.
import type { ChatMessage } from "../../protocol/read/view.ts";
import { askedChoice, askedText, promptView } from "./views.ts";

export const questions: Record<string, ChatMessage> = {
	"question, a choice": { type: "prompt", view: promptView() },
	"question, too many choices for buttons": {
		type: "prompt",
		view: promptView({
			asked: {
				...askedChoice,
				choices: Array.from({ length: 9 }, (_, i) => ({ label: `Disk *${i}* <b>`, help: "" })),
			},
		}),
	},
	"question, a text": { type: "prompt", view: promptView({ asked: { ...askedText, ends: true } }) },
	"question, a text that an approver sees": {
		type: "prompt",
		view: promptView({
			...{
				asked: askedText,
				state: "typed",
				tries: 1,
				by: { name: "Tom Okafor (technician)", surface: "slack" },
			},
			answer: { is: "text", text: "Get-Item 'a  b' | *rm* `x` <b>" },
		}),
	},
	"question, a secret": {
		type: "prompt",
		view: promptView({ asked: { ...askedText, kind: "secret", text: "Password for user ACME\\ada" } }),
	},
	"question, a secret that the agent couldn't use": {
		type: "prompt",
		view: promptView({
			...{ asked: { ...askedText, kind: "secret" }, tries: 1, answer: { is: "secret" } },
			by: { name: "Tom Okafor (technician)", surface: "browser" },
		}),
	},
	"question, answered": {
		type: "prompt",
		view: promptView({
			...{ state: "taken", answer: { is: "choices", chosen: [0] } },
			by: { name: "Tom Okafor (technician)", surface: "teams" },
		}),
	},
	"question, not answered": { type: "prompt", view: promptView({ state: "over", because: "time" }) },
	"question, its words kept out of chat": {
		type: "prompt",
		view: promptView({ wordless: true, asked: { ...askedChoice, text: "" } }),
	},
};
