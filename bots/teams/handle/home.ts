// What Slack shows on its Home tab, in someone's own chat with the bot: nowhere else, as it is theirs alone.
import { teamsHome } from "../../../cards/teams/home.ts";
import { begin } from "../answer.ts";
import { sendTo } from "../call/send.ts";
import type { Kit } from "../kit.ts";
import type { Turn } from "../read/activity.ts";

export const showHome = async (kit: Kit, { by, place, serviceUrl }: Turn): Promise<void> => {
	const home = await kit.backend.home({ by, workspace: place.workspace });
	const where = { serviceUrl, channel: place.channel, thread: null };
	const answer = await sendTo(kit.call, where, JSON.stringify(teamsHome(home, begin)));
	if (!answer.ok) kit.log(new Error(`no home: ${answer.kind}`));
};
