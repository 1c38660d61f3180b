// The session's message: who asked for what, and where it stands.
import { shortId } from "../protocol/ids.ts";
import { Outcome, type SessionView } from "../protocol/view.ts";
import { actions } from "./actions.ts";
import type { Card } from "./model.ts";
import { outcomes, sessionStates } from "./words.ts";

export const sessionCard = (view: SessionView): Card => {
	const title = `Caisey session ${shortId(view.session)} · ${view.client}`;
	const open = view.state !== "closed";
	const button = (action: Card["buttons"][number]["action"], label: string) => ({
		action,
		id: view.session,
		label,
	});
	return {
		title,
		state: stateOf(view),
		sections: [
			{ kind: "text", line: [{ mention: view.requester }, ` asked: “${view.request}”`] },
			{ kind: "text", line: ["Opened ", { time: view.openedAt }] },
		],
		choice: null,
		buttons: [
			...(open ? [button(actions.runCommand, "Run a command…")] : []),
			button(actions.transcript, "Full transcript"),
		],
		menu: [...(open ? [button(actions.close, "Close")] : []), button(actions.help, "Help")],
		notification: [`${title}: ${stateOf(view)}. ${view.requester.name} asked: ${view.request}`],
	};
};

const stateOf = ({ state, outcome }: SessionView): string => {
	const known = Outcome.safeParse(outcome);
	return state === "finished" && known.success ? outcomes[known.data] : sessionStates[state];
};
