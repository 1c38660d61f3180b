// The people and channels of the local Teams tenant: fixed ids, so that a set-up file can name them.
import { stringify } from "yaml";

export type Person = { handle: string; name: string };

export const tenant = "0a0a0a0a-0000-4000-8000-00000000acde";
/** The bot's id in Teams while the app has none. */
export const bot = { id: "28:caisey", name: "Caisey" };
/** Whom the Playground speaks as. */
export const user: Person = { handle: "ada", name: "Ada Lindqvist" };
export const channel = "19:it-help@thread.tacv2";
export const groupChat = "19:acme-group@thread.v2";
export const personalChat = "a:ada";

/** The Playground wants five others; they are there to be mentioned. */
const others: Person[] = [
	{ handle: "dana", name: "Dana Reyes" },
	{ handle: "tom", name: "Tom Okafor" },
	{ handle: "sam", name: "Sam Roy" },
	{ handle: "eve", name: "Eve Stone" },
	{ handle: "noa", name: "Noa Berg" },
];

/** The object id in the directory. It is the person's id before the bot, too: so a chat can be begun with someone who was
 * not met yet, as in Teams. */
export const idOf = (handle: string): string => `aad-${handle}`;

/** What `.m365agentsplayground.yml` says: https://aka.ms/teams-app-test-tool-config-guide */
export const playgroundConfig = (): string =>
	stringify({
		version: "0.1.1",
		tenantId: tenant,
		bot,
		currentUser: account(user),
		users: others.map(account),
		personalChat: { id: personalChat },
		groupChat: { id: groupChat, name: "Group chat" },
		team: {
			id: "19:acme-dental@thread.tacv2",
			name: "Acme Dental",
			aadGroupId: "0a0a0a0a-0000-4000-8000-0000000000a0",
			channels: [{ id: channel, name: "IT help" }],
		},
	});

const account = ({ handle, name }: Person) => {
	const [givenName, surname] = name.split(" ");
	const email = `${handle}@acme-dental.example`;
	return {
		id: idOf(handle),
		name,
		aadObjectId: idOf(handle),
		givenName,
		surname,
		email,
		userPrincipleName: email,
	};
};

/** Everyone of the tenant, as its directory has them. */
export const accounts = [user, ...others].map(account);
