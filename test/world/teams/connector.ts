// The connector of Teams for a test: an HTTP server that keeps what the bot posts, edits and takes back, and refuses who
// has no token.
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { z } from "zod";
import type { Verdict } from "../lines/counted.ts";
import { patience } from "../patience.ts";
import { hangingFiles } from "./files.ts";
import { type Identity, newIdentity } from "./identity.ts";

export const app = {
	id: "0c0ffee0-0000-4000-8000-000000000001",
	password: "a secret of tests",
	tenant: "0c0ffee0-0000-4000-8000-0000000000ff",
};

const Sent = z.looseObject({
	type: z.literal("message"),
	summary: z.string().optional(),
	text: z.string().optional(),
	entities: z.array(z.looseObject({ mentioned: z.looseObject({ id: z.string() }) })).optional(),
	attachments: z
		.array(
			z.looseObject({ contentType: z.string(), content: z.looseObject({ actions: z.unknown().optional() }) }),
		)
		.optional(),
});
const Creating = z.looseObject({
	isGroup: z.boolean(),
	members: z.array(z.looseObject({ id: z.string() })).optional(),
	channelData: z.looseObject({ channel: z.looseObject({ id: z.string() }).optional() }).optional(),
	activity: Sent.optional(),
});

/** A message's current state. `conversation`: with the thread, if it is in one. `edits`: how often it was edited. */
export type Post = { id: string; conversation: string; activity: z.infer<typeof Sent>; edits: number };

/** Another answer for the next matching call; `done`: after doing it. */
type Trouble = { method: string; status: number; headers?: Record<string, string>; done?: boolean };

/** `conversation`: where it goes, without a thread; null if one is created for a person. `path`: the conversation with its
 * thread, and the message that is edited. */
export type ConnectorCall = { method: string; conversation: string | null; path: string; body: string };

/** `channels`: their names, by their ids. */
type Team = { id: string; name: string; channels: Record<string, string> };

type Look<T> = T | undefined | null | false;

export type Connector = Awaited<ReturnType<typeof startConnector>>;

export const startConnector = async () => {
	const identity: Identity = newIdentity(app);
	const posts: Post[] = [];
	const calls: string[] = [];
	const troubles: Trouble[] = [];
	const roster = ["dana", "tom", "ada", "sam"];
	const teams = new Map<string, Team>();
	let judge = (_call: ConnectorCall): Verdict => "pass";
	const changed = new EventEmitter();
	let changes = 0;
	let next = 1_700_000_000_000;
	const files = hangingFiles(identity);
	const server = createServer(async (request, response) => {
		const url = new URL(request.url ?? "", `http://${request.headers.host}`);
		if (files.answer(url, request.headers.authorization, response)) return;
		const body = await textOf(request);
		const method = request.method ?? "";
		const { status, headers = {}, value, cut } = answer(method, url, body, request.headers.authorization);
		changes++;
		changed.emit("changed");
		if (cut === "whole") return void request.socket.destroy();
		if (cut === "half") {
			response.writeHead(status, { "content-length": 50 });
			return void response.write('{"id"', () => request.socket.destroy());
		}
		response.writeHead(status, { "content-type": "application/json", ...headers });
		response.end(JSON.stringify(value));
	});
	const answer = (
		method: string,
		url: URL,
		body: string,
		authorization: string | undefined,
	): {
		status: number;
		headers?: Record<string, string> | undefined;
		value: unknown;
		cut?: "whole" | "half" | null;
	} => {
		const asked = identity.answer(method, url, body);
		if (asked) return { status: asked.status, value: asked.body };
		const path = url.pathname.split("/").map(decodeURIComponent);
		const [kind, ...parts] = path.slice(3);
		calls.push(`${method} ${kind === "teams" ? `teams ${parts.join(" ")}` : parts.join("/")}`);
		if (!identity.isGood(authorization)) return { status: 401, value: {} };
		if (kind === "teams") return ofTeam(teams.get(parts[0] ?? ""), parts[1] === "conversations");
		const verdict = judge(callOf(method, path.slice(4), body));
		if (verdict === "down") return { status: 503, value: {} };
		if (verdict === "cut") return { status: 503, value: {}, cut: "whole" };
		if (typeof verdict === "object")
			return { status: 429, headers: { "retry-after": `${verdict.silence}` }, value: {} };
		const at = troubles.findIndex((trouble) => trouble.method === method);
		const [trouble] = at < 0 ? [] : troubles.splice(at, 1);
		const value = trouble && !trouble.done ? {} : act(method, path.slice(4), body);
		if (trouble) return { status: trouble.status, headers: trouble.headers, value: {} };
		if (verdict === "done, but 502") return { status: 502, value: {} };
		const cut = verdict === "lose the answer" ? "whole" : verdict === "break the answer off" ? "half" : null;
		return value === null
			? { status: 404, value: { error: { code: "ActivityNotFound" } } }
			: { status: 200, value, cut };
	};
	const put = (conversation: string, activity: z.infer<typeof Sent>): string => {
		const id = String(next++);
		posts.push({ id, conversation, activity, edits: 0 });
		return id;
	};
	const act = (method: string, [conversation, , id]: string[], body: string): object | null => {
		if (conversation === undefined) {
			const { isGroup, members, channelData, activity } = Creating.parse(JSON.parse(body));
			if (!isGroup) return { id: `a:${members?.[0]?.id.replace(/^aad-/, "29:")}` };
			const channel = channelData?.channel?.id ?? "";
			const root = String(next++);
			if (activity)
				posts.push({ id: root, conversation: `${channel};messageid=${root}`, activity, edits: 0 });
			return { id: `${channel};messageid=${root}`, activityId: root };
		}
		if (method === "GET")
			return {
				members: roster.map((one) => ({ id: `29:${one}`, aadObjectId: `aad-${one}` })),
			};
		if (method === "POST") return { id: put(conversation, Sent.parse(JSON.parse(body))) };
		const post = posts.find(
			(one) => one.id === id && one.conversation.split(";")[0] === conversation.split(";")[0],
		);
		if (!post) return null;
		if (method === "DELETE") posts.splice(posts.indexOf(post), 1);
		if (method === "PUT")
			Object.assign(post, { activity: Sent.parse(JSON.parse(body)), edits: post.edits + 1 });
		return { id: post.id };
	};
	// The Worker closes connections that it kept; closed here, they could lose a call.
	server.keepAliveTimeout = 600_000;
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
	return {
		url,
		serviceUrl: `${url}/amer/`,
		identity,
		posts,
		files,
		/** `POST <conversation>/activities` and so on, in order. */
		calls,
		/** A team as it is from now on; what isn't told here, Teams doesn't know. */
		team: (id: string, team: Omit<Team, "id">) => void teams.set(id, { id, ...team }),
		/** Who is in every conversation, besides. */
		joins: (...handles: string[]) => void roster.push(...handles),
		/** From now on this decides the outcome of each call. */
		onCall: (to: typeof judge) => {
			judge = to;
		},
		/** The next call of this method is answered so. */
		trouble: (trouble: Trouble) => void troubles.push(trouble),
		/** An id that Teams would give the next message. */
		newId: () => String(next++),
		/** Waits until what was posted yields something: looks at once, and whenever the bot called. */
		until: async <T>(what: string, look: () => Look<T> | Promise<Look<T>>, within = patience): Promise<T> => {
			const stop = AbortSignal.timeout(within);
			for (;;) {
				const seen = changes;
				const found = await look();
				if (found) return found;
				// Something came while it was being looked.
				if (changes !== seen) continue;
				await once(changed, "changed", { signal: stop }).catch(() => {
					const all = posts
						.map(({ conversation, activity }) => `  ${conversation} ${shown(activity)}`)
						.join("\n");
					throw new Error(`waited ${within / 1_000} s for: ${what}. There is:\n${all}`);
				});
			}
		},
		stop: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
};

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context: the channel General has no name. */
const ofTeam = (team: Team | undefined, listed: boolean): { status: number; value: object } => {
	if (!team) return { status: 404, value: { error: { code: "NotFound" } } };
	const { id, name, channels } = team;
	const named = Object.entries(channels).map(([channel, name]) => ({ id: channel, name, type: "standard" }));
	const all = [{ id, name: null, type: "standard" }, ...named];
	return {
		status: 200,
		value: listed ? { conversations: all } : { id, name, type: "standard", channelCount: all.length },
	};
};

const callOf = (method: string, path: string[], body: string): ConnectorCall => {
	const [conversation] = path;
	const call = { method, path: path.join("/"), body };
	if (conversation !== undefined) return { ...call, conversation: conversation.split(";")[0] as string };
	const { channelData } = Creating.parse(JSON.parse(body));
	return { ...call, conversation: channelData?.channel?.id ?? null };
};

/** All text of a message as its reader sees it. */
export const shown = (activity: object): string => {
	const known = texts.get(activity);
	if (known !== undefined) return known;
	const text = [...JSON.stringify(activity).matchAll(/"(?:text|title|summary|label)":"((?:[^"\\]|\\.)*)"/g)]
		.map(([, text]) => JSON.parse(`"${text}"`))
		.join(" ")
		.replaceAll("\u00a0", " ");
	texts.set(activity, text);
	return text;
};
/** An edit brings another activity, so each is read once, however often a test looks. */
const texts = new WeakMap<object, string>();

const textOf = async (request: IncomingMessage): Promise<string> => {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part);
	return Buffer.concat(parts).toString("utf8");
};
