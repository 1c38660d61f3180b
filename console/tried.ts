// The names of wishes that were refused, in words.

const presses: Record<string, string> = {
	approve: "pressed Approve",
	deny: "pressed Deny",
	ask: "pressed Ask",
	answer: "tried to answer a question",
	send: "pressed Send this text",
	keep: "pressed Don't send",
	cancel: "pressed Cancel",
	secret: "tried to enter a secret",
	close: "pressed Close",
	take: "pressed Take it",
	ticket: "tried to set the ticket's number",
	vote: "pressed a button",
	propose: "tried to propose a plan",
	draft: "typed a command",
	drop: "tried to take back a typed command",
	said: "tried to say something",
	form: "tried to open the dialog",
	erase: "tried to have something erased",
	"erase: confirm": "tried to confirm an erasure",
	"erase: decline": "tried to decline an erasure",
	"erase: withdraw": "tried to withdraw an erasure",
};

/** What someone wanted whose wish was refused: to follow their name. */
export const tried = (action: string): string =>
	Object.hasOwn(presses, action) ? (presses[action] as string) : `tried “${action}”`;
