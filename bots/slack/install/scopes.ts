// What the app asks of a workspace: its manifest and the button “Add to Slack” ask for the same.

/** What each scope is for; nothing is asked for that the bot does not use. */
export const scopes = {
	commands: "the slash command and the message shortcut",
	"chat:write": "posts and edits its messages, answers privately",
	"app_mentions:read": "is told when somebody mentions it",
	"channels:history": "reads threads in public channels that it was invited to: they are the record",
	"groups:history": "the same in private channels",
	"groups:read": "is told when a private channel that it was invited to gets another id",
	"files:read": "records attachments with their bytes",
	"im:write": "writes to approvers directly",
	"im:history": "finds its own direct message again after a lost answer",
	"users:read": "shows people's names in the transcript",
} as const;
