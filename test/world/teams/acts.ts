// What people do in Teams, step by step, in words of the product.
import { type Connector, type Post, shown } from "./connector.ts";
import { buttonsOf, cardOf, channel, choiceIn } from "./person.ts";
import type { TeamsWorld } from "./world.ts";

let count = 0;

export type Asked = { thread: string; root: Post; request: string };

/** The office manager asks for something in a channel. */
export const ask = async (world: TeamsWorld, by = "dana", at = channel): Promise<Asked> => {
	const request = `please change something (${++count})`;
	const said = await world.teams(by).say(at, `<p>@Caisey&nbsp;${request}</p>`);
	const root = await world.teams(by).sees("Caisey session", request);
	return { thread: `${at};messageid=${said.id}`, root, request };
};

/** A technician fills in the dialog behind [Run a command…]; resolves with the plan's card in the thread. */
export const propose = async (
	world: TeamsWorld,
	{ root, thread }: Asked,
	command = "true",
	endpoint = "CLIENT-ACCT-01",
): Promise<Post> => {
	const tom = world.teams("tom");
	const opened = await tom.press(root, "Run a command…");
	const dialog = cardOf(opened);
	const changes = `changes something (${++count})`;
	const closed = await tom.submit(root, opened, {
		endpoints: choiceIn(dialog, "endpoints", endpoint),
		shell: choiceIn(dialog, "shell", "sh"),
		command,
		changes,
	});
	if (closed.task?.value !== "Proposed.") throw new Error(JSON.stringify(closed));
	return planCard(world.connector, thread, changes);
};

export const planCard = (connector: Connector, conversation: string, changes: string): Promise<Post> =>
	connector.until(`the plan's card with ${changes}`, () =>
		connector.posts.find(
			(post) => post.conversation === conversation && isPlan(post) && shown(post.activity).includes(changes),
		),
	);

const isPlan = ({ activity }: Post): boolean =>
	buttonsOf(activity.attachments?.[0]?.content).some(({ title }) => title === "Details");

/** The button that only who decides is shown. */
export const button = async (world: TeamsWorld, card: Post, title: string, by = "ada") => {
	const mine = await world.teams(by).refreshed(card);
	const found = buttonsOf(mine.value).find((one) => one.title === title);
	if (!found) throw new Error(`${by} is not shown ${title}: ${JSON.stringify(mine)}`);
	return found;
};
