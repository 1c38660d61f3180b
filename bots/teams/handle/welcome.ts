// Someone added the bot: it says which client the conversation belongs to, or that it isn't connected yet.
import { welcomeCard } from "../../../cards/kinds/private-answers.ts";
import { begin, openly } from "../answer.ts";
import type { Kit } from "../kit.ts";
import type { Activity, Turn } from "../read/activity.ts";
import { showHome } from "./home.ts";

export const onUpdate = async (
	kit: Kit,
	turn: Turn,
	{ membersAdded, recipient }: Activity,
): Promise<void> => {
	if (!membersAdded?.some(({ id }) => id === recipient?.id)) return;
	const { by, place } = turn;
	const client = await kit.backend.clientAt(place);
	if (client === null) {
		const detail = `${place.workspace}:${place.channel}`;
		await kit.backend.attempt({ by, place, action: "added", code: "not-bound", detail });
	}
	kit.afterwards(welcome(kit, { ...turn, place: { ...place, thread: null } }, client));
};

const welcome = async (kit: Kit, turn: Turn, client: string | null): Promise<void> => {
	const error = await openly(kit, turn, welcomeCard(begin, client));
	if (error !== null) kit.log(new Error(`no welcome: ${error}`));
	else if (turn.kind === "personal") await showHome(kit, turn);
};
