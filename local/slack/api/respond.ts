// Response URLs: five uses within thirty minutes, to answer, replace or delete what someone acted on.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { identified } from "../store/ids.ts";
import { type Block, collections, type EphemeralRow } from "../store/rows.ts";
import type { Workspace } from "../workspace.ts";
import { refuseBlocks } from "./limits.ts";

/** The message that a response URL belongs to. `ts` is null for a slash command. */
export type Source = { user: string; channel: string; ts: string | null; ephemeral: boolean };

export type Answered = { status: number; body: string };

const uses = 5;
const lifetime = 30 * 60_000;

const open = new WeakMap<Workspace, Map<string, { source: Source; left: number; until: number }>>();

export const newResponseUrl = (workspace: Workspace, source: Source): string => {
	const urls = open.get(workspace) ?? new Map();
	open.set(workspace, urls);
	for (const [key, { until }] of urls) if (until < Date.now()) urls.delete(key);
	const key = randomBytes(18).toString("hex");
	urls.set(key, { source, left: uses, until: Date.now() + lifetime });
	return `${workspace.url}/respond/${workspace.team.id}/${key}`;
};

const Body = z.looseObject({
	text: z.string().default(""),
	blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() })).optional(),
	response_type: z.enum(["ephemeral", "in_channel"]).default("ephemeral"),
	replace_original: z.boolean().default(false),
	delete_original: z.boolean().default(false),
	thread_ts: z.string().optional(),
});
type Body = z.infer<typeof Body>;

/** What the app posted to a response URL. */
export const respond = async (workspace: Workspace, key: string, text: string): Promise<Answered> => {
	const url = open.get(workspace)?.get(key);
	if (!url || url.until < Date.now()) return { status: 404, body: "expired_url" };
	if (url.left-- <= 0) return { status: 404, body: "used_url" };
	const body = readBody(text);
	if (!body) return { status: 400, body: "invalid_payload" };
	const error = body.blocks && refuseBlocks(body.blocks)?.error;
	if (error) return { status: 400, body: error };
	await say(workspace, url.source, body);
	return { status: 200, body: "ok" };
};

/** What a slash command answered with. False if it is not what Slack reads. */
export const sayAnswer = async (workspace: Workspace, source: Source, text: string): Promise<boolean> => {
	const body = readBody(text);
	if (!body || (body.blocks && refuseBlocks(body.blocks))) return false;
	await say(workspace, source, body);
	return true;
};

const readBody = (text: string): Body | null => {
	try {
		return Body.parse(JSON.parse(text));
	} catch {
		return null;
	}
};

const say = async (workspace: Workspace, source: Source, body: Body): Promise<void> => {
	const { user, channel, ts, ephemeral } = source;
	const bot = workspace.team.app.user;
	const said: { text: string; blocks?: Block[] } = {
		text: body.text,
		...(body.blocks ? { blocks: body.blocks.map(identified) } : {}),
	};
	const rows = workspace.store.collection<EphemeralRow>(collections.ephemeral);
	const row = ephemeral && ts ? workspace.ephemeral(channel, ts) : undefined;
	if (body.delete_original) {
		if (row) rows.delete(row.id);
		else if (ts) await workspace.call(bot, "chat.delete", { channel, ts });
	} else if (body.replace_original && ts) {
		if (row) rows.update(row.id, { blocks: [], ...said });
		else await workspace.call(bot, "chat.update", { channel, ts, ...said });
	} else {
		const thread = body.thread_ts ?? row?.thread_ts;
		const to = { channel, ...said, ...(thread ? { thread_ts: thread } : {}) };
		if (body.response_type === "in_channel") await workspace.call(bot, "chat.postMessage", to);
		else await workspace.call(bot, "chat.postEphemeral", { ...to, user });
	}
};
