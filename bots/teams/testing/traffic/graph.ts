// Messages as Microsoft Graph describes them, by which Teams names the one that a command was used on:
// https://learn.microsoft.com/graph/api/resources/chatmessage
import { type Account, channel, dana, group, message, tom } from "./acme.ts";

export const from = (some: object) => ({
	device: null,
	conversation: null,
	user: null,
	application: null,
	...some,
});
export const user = ({ aadObjectId, name }: Account) =>
	from({ user: { userIdentityType: "aadUser", id: aadObjectId, displayName: name } });
/** A message as Microsoft Graph describes it, not as it was delivered. */
export const payload = (some: object = {}) => ({
	linkToMessage: `https://teams.microsoft.com/l/message/${channel}/${message}`,
	id: message,
	replyToId: null,
	messageType: "message",
	createdDateTime: "2024-01-12T16:41:07.123Z",
	lastModifiedDateTime: null,
	deleted: false,
	subject: null,
	summary: null,
	importance: "normal",
	locale: "en-us",
	body: {
		contentType: "html",
		content: `<div><div><at id="0">Tom Okafor</at> the printer is <strong>jammed</strong></div>\n</div>`,
		textContent: "Tom Okafor the printer is jammed",
	},
	from: user(dana),
	reactions: [{ reactionType: "like", createdDateTime: "2024-01-12T16:42:00.000Z", user: user(tom) }],
	mentions: [{ id: 0, mentionText: "Tom Okafor", mentioned: user(tom) }],
	attachmentLayout: null,
	attachments: [],
	...some,
});
/** A file in SharePoint: `content` is empty, and the address wants a person's token.
 * https://learn.microsoft.com/graph/api/resources/chatmessageattachment */
export const reference = {
	id: "1150d938-8870-4044-9f2c-5bbdeba70c9d",
	contentType: "reference",
	contentUrl: "https://acmedental.sharepoint.com/sites/acme/Shared Documents/Help/budget.xlsx",
	content: null,
	name: "budget.xlsx",
	thumbnailUrl: null,
	teamsAppId: null,
};
/** https://learn.microsoft.com/graph/api/chatmessage-list-hostedcontents: only the HTML has a pasted picture. */
export const pasted = `<img alt="image" src="https://graph.microsoft.com/v1.0/teams/fbe2bf47/channels/${channel}/messages/${message}/hostedContents/aWQ9eF8wLXdldS1kMS1hY21l/$value" width="297" height="51" style="vertical-align:bottom; width:297px; height:51px">`;
/** https://learn.microsoft.com/graph/api/chatmessage-forwardtochat and chatmessage-post (a reply that quotes). */
const about = (contentType: string, content: object) => ({
	id: "1705077600000",
	contentType,
	contentUrl: null,
	content: JSON.stringify(content),
	name: null,
	thumbnailUrl: null,
	teamsAppId: null,
});
export const forwarded = about("forwardedMessageReference", {
	originalMessageId: "1705077600000",
	originalMessageContent: "\n<p>The <strong>scanner</strong> &amp; the printer</p>\n",
	originalConversationId: group,
	originalSentDateTime: "2024-01-12T16:40:00+00:00",
	originalMessageSender: user(tom),
});
export const quoted = about("messageReference", {
	messageId: "1705077600000",
	messagePreview: "Which <printer>?",
	messageSender: user(tom),
});
export const html = (content: string) => ({ body: { contentType: "html", content }, mentions: [] });
/** A message of somebody whom Teams doesn't know by an object id. */
export const guest = (some: object) => payload({ from: from({ user: some }) });
