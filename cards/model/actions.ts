// The closed vocabulary of what buttons, menus, dialogs and shortcuts may say. Each carries one opaque id, nothing else.

/** Buttons. What the id names: request_* the conversation where it was offered; session_* a session, perhaps with one of its
 * plans behind a dot; plan_* a plan; prompt_* a running step's question, or one of its answers; draft_* a draft; client_* a
 * client; change_* a client with one of the changes that wait there behind a dot. */
export const actions = {
	newRequest: "request_new",
	runCommand: "session_run",
	transcript: "session_transcript",
	review: "session_review",
	details: "session_details",
	enterSecret: "session_secret",
	fromNowOn: "session_from_now_on",
	close: "session_close",
	reopen: "session_reopen",
	take: "session_take",
	handOver: "session_hand_over",
	ticket: "session_ticket",
	help: "session_help",
	approve: "plan_approve",
	deny: "plan_deny",
	ask: "plan_ask",
	cancel: "plan_cancel",
	proposeAgain: "plan_propose_again",
	choose1: "prompt_choose_1",
	choose2: "prompt_choose_2",
	choose3: "prompt_choose_3",
	choose4: "prompt_choose_4",
	choose5: "prompt_choose_5",
	promptAnswer: "prompt_answer",
	promptEnd: "prompt_end",
	promptSend: "prompt_send",
	promptKeep: "prompt_keep",
	draftPropose: "draft_propose",
	draftEdit: "draft_edit",
	draftDrop: "draft_drop",
	draftPlain: "draft_plain",
	away: "client_away",
	changeConfirm: "change_confirm",
	changeRefuse: "change_refuse",
} as const;
export type ActionId = (typeof actions)[keyof typeof actions];

/** How each is answered. `dialog`: in a room of its own, for this person alone. `execute`: where it is. Some platforms have to
 * know before it is pressed. */
export const answeredAs = {
	[actions.newRequest]: "dialog",
	[actions.runCommand]: "dialog",
	[actions.transcript]: "dialog",
	[actions.review]: "dialog",
	[actions.details]: "dialog",
	[actions.enterSecret]: "dialog",
	[actions.fromNowOn]: "dialog",
	[actions.close]: "dialog",
	[actions.reopen]: "execute",
	[actions.take]: "execute",
	[actions.handOver]: "dialog",
	[actions.ticket]: "dialog",
	[actions.help]: "dialog",
	[actions.approve]: "execute",
	[actions.deny]: "dialog",
	[actions.ask]: "dialog",
	[actions.cancel]: "dialog",
	[actions.proposeAgain]: "dialog",
	[actions.choose1]: "execute",
	[actions.choose2]: "execute",
	[actions.choose3]: "execute",
	[actions.choose4]: "execute",
	[actions.choose5]: "execute",
	[actions.promptAnswer]: "dialog",
	[actions.promptEnd]: "execute",
	[actions.promptSend]: "execute",
	[actions.promptKeep]: "execute",
	[actions.draftPropose]: "dialog",
	[actions.draftEdit]: "dialog",
	[actions.draftDrop]: "execute",
	[actions.draftPlain]: "execute",
	[actions.away]: "dialog",
	[actions.changeConfirm]: "execute",
	[actions.changeRefuse]: "execute",
} as const satisfies Record<ActionId, "dialog" | "execute">;

/** One for each choice of a running step's question, as no two buttons beside each other may have one id on a platform. */
export const chooses = [
	actions.choose1,
	actions.choose2,
	actions.choose3,
	actions.choose4,
	actions.choose5,
] as const satisfies ActionId[];

/** A menu has one id on the platform: its options carry `<action> <id>`. */
export const menuAction = "menu";

/** Choices within a message or dialog: they only hold a value until a button is pressed. */
export const choices = { draftEndpoint: "draft_endpoint", endpoints: "plan_endpoints" } as const;

/** Asked by a card itself, on platforms that show each person their own: the plan or session as that person may see it. */
export const showActions = { plan: "plan_show", session: "session_show" } as const;
export type ShowId = (typeof showActions)[keyof typeof showActions];

/** A link needs no answer, yet platforms report that it was pressed. */
export const linkAction = "link";

/** Dialogs, by what they ask. */
export const dialogs = {
	request: "request_dialog",
	plan: "plan_dialog",
	deny: "deny_dialog",
	ask: "ask_dialog",
	cancel: "cancel_dialog",
	ticket: "ticket_dialog",
	close: "close_dialog",
	handOver: "hand_over_dialog",
	prompt: "prompt_dialog",
	away: "away_dialog",
	snippet: "snippet_dialog",
	blanks: "blanks_dialog",
} as const;
export type DialogId = (typeof dialogs)[keyof typeof dialogs];

/** The shortcut on a message. */
export const startShortcut = "start_session";

/** What else a dialog's own buttons do: they turn it into another form, with what is filled in. `back`: where a platform shows one
 * dialog at a time. */
export const turns = { more: "plan_more", snippets: "plan_snippets", back: "plan_back" } as const;
export type TurnId = (typeof turns)[keyof typeof turns];
