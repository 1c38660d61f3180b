// What the app asks of a workspace: its manifest and the button “Add to Slack” ask for the same.

/** What each scope is for; the bot asks for none that it doesn't use. */
export const scopes = {
	commands: "the slash command and the message shortcut",
	"chat:write": "posts and edits its messages, answers privately",
	"app_mentions:read": "hears when someone mentions it",
	"channels:history": "reads threads in public channels that it was invited to: they are the record",
	"groups:history": "the same in private channels",
	"channels:read": "shows the names of public channels",
	"groups:read": "the same of private channels that it was invited to, and hears when one gets another id",
	"files:read": "records attachments with their bytes",
	"im:write": "writes to approvers directly",
	"im:history": "finds its own direct message again after a lost answer",
	"users:read": "shows people's names in the transcript",
} as const;
