// Invokes that the bot has no use for: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/bot-invoke-activity
// and the pages on message extensions, tabs, sign-in and typeahead search. Each is answered with a sentence, and nothing else.
import { type Arrival, dana, inPersonal, met, says } from "./acme.ts";

const context = { theme: "default" };
const tabContext = { tabEntityId: "home" };

const invokes: Record<string, object> = {
	"signin/verifyState": { state: "123456" },
	"signin/tokenExchange": { id: "x", connectionName: "c", token: "eyJ0" },
	"signin/failure": { code: "resourcematchfailed", message: "no match" },
	"fileConsent/invoke": {
		type: "fileUpload",
		action: "accept",
		context: {},
		uploadInfo: {
			contentUrl: "https://acmedental-my.sharepoint.com/personal/dana/Documents/a.txt",
			name: "a.txt",
			uploadUrl: "https://acmedental-my.sharepoint.com/upload",
			uniqueId: "1150D938",
			fileType: "txt",
			etag: "1",
		},
	},
	"composeExtension/query": {
		commandId: "search",
		parameters: [{ name: "q", value: "printer" }],
		queryOptions: { skip: 0, count: 25 },
		state: null,
	},
	"composeExtension/queryLink": { url: "https://acme.example", state: null },
	"composeExtension/anonymousQueryLink": { url: "https://acme.example" },
	"composeExtension/selectItem": { id: "1" },
	"composeExtension/querySettingUrl": { commandId: "search" },
	"composeExtension/setting": { state: "saved" },
	"composeExtension/onCardButtonClicked": { id: "1" },
	"actionableMessage/executeAction": { body: "{}", actionId: "a" },
	"tab/fetch": { tabContext, context, state: null },
	"tab/submit": { tabContext, context, data: { type: "tab/submit" } },
	"application/search": {
		kind: "search",
		queryText: "far",
		queryOptions: { skip: 0, top: 15 },
		dataset: "endpoints",
		context: null,
	},
	"config/fetch": { context },
	"config/submit": { context, data: {} },
	"message/submitAction": { actionName: "feedback", actionValue: { reaction: "like", feedback: "{}" } },
	"message/fetchTask": { data: { actionName: "feedback", actionValue: { reaction: "like" } } },
	"handoff/action": { continuation: "x" },
};

export const unanswered: Arrival[] = Object.entries(invokes).map(([name, value]) => ({
	what: `the invoke ${name}`,
	activity: inPersonal("invoke", dana, { id: "f:172560f1-95f9-3189-edb2-b7612cd1a3cd", name, value }),
	means: [met(dana, "personal")],
	answer: says,
}));
