// A conversation, or a workspace, that takes nothing from Caisey: the owners hear it, wherever else they can be reached.
import type { Person, Role } from "../../protocol/people.ts";
import { platformIn, platforms } from "../../protocol/platform.ts";
import { troubleText } from "../../words/unposted.ts";
import type { Msp } from "../contracts/values/snapshot.ts";
import type { Trouble } from "../contracts/values/trouble.ts";
import { directly } from "../session/show/homes.ts";
import type { ClientStore } from "./store.ts";
import type { News } from "./telling.ts";

/** Each hears the same once. Returns whether there is anyone who can be told. */
export const tellTrouble = (
	{
		store,
		change,
		post,
	}: { store: ClientStore; change: <T>(write: () => T) => T; post: (news: News) => void },
	trouble: Trouble,
): boolean => {
	const all = troubleNews(store.self(), trouble);
	change(() => {
		for (const one of all) post(one);
	});
	return all.length > 0;
};

/** To each owner directly; to the technicians if no owner can be reached. */
export const troubleNews = (self: Self | null, trouble: Trouble): News[] => {
	if (!self) return [];
	const { name: client, people } = self;
	const { workspace, channel, because, since } = trouble;
	const key = `unposted:${workspace}:${channel ?? ""}:${because}:${since}`;
	const having = (role: Role) => people.filter(({ roles }) => roles.includes(role));
	const to = (all: Person[]) =>
		all.flatMap((person) =>
			elsewhere(self, person, trouble).map(
				({ identity, workspace }): News => ({
					...{ key, workspace, to: { person: identity } },
					view: {
						turn: "unposted",
						to: { identities: person.identities, name: person.name },
						...{ client, text: troubleText(trouble, client) },
					},
				}),
			),
		);
	const owners = to(having("owner"));
	return owners.length > 0 ? owners : to(having("technician"));
};

type Self = { name: string; people: Person[]; msp: Msp };

/** What a closed workspace would show them only once all is well again isn't sent there. */
const elsewhere = ({ msp }: Pick<Self, "msp">, person: Person, { workspace, channel }: Trouble) => {
	if (channel !== null) return directly({ msp }, person, []);
	const others = msp.workspaces.map(({ id }) => id).filter((id) => !isClosedWith(workspace, id));
	return directly({ msp }, person, others).filter((one) => !isClosedWith(workspace, one.workspace));
};

/** One access of ours is for all workspaces of some platforms. */
const isClosedWith = (closed: string, workspace: string): boolean => {
	const platform = platformIn(closed);
	return workspace === closed || (!platforms[platform].ownToken && platformIn(workspace) === platform);
};
