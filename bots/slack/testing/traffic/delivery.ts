// For tests: delivers a payload as Slack would, signed, and gives the outcome in the payload's own ids.
import { afterAll, beforeAll, vi } from "vitest";
import type { Backend } from "../../../backend.ts";
import { recordingBackend } from "../../../testing/backend.ts";
import type { Came } from "../../../testing/came.ts";
import { botOn, channel as known, type LocalSlack } from "../slack.ts";
import { ada, channel, dana, type Meant, tom, trigger } from "./acme.ts";

/** What is asked of Slack all the time, and no answer to anybody. */
const unsaid = new Set(["files.info", "users.info", "views.generateTriggerId"]);

/** `files`: what files.slack.com has, by path; `infos`: what files.info answers, by id. Response URLs lead to the same door as
 * the Web API. */
export const deliveryOn = (
	slack: LocalSlack,
	files: Record<string, string>,
	infos: Record<string, object> = {},
) => {
	const passed = globalThis.fetch;
	beforeAll(() => {
		vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
			const url = new URL(input instanceof Request ? input.url : input);
			if (url.hostname === "hooks.slack.com") return passed(slack.responseUrl(), init);
			const info =
				url.pathname === "/api/files.info" && infos[new URLSearchParams(`${init?.body}`).get("file") ?? ""];
			if (info) return Promise.resolve(Response.json(info));
			if (url.hostname !== "files.slack.com") return passed(input, init);
			const found = files[url.pathname];
			return Promise.resolve(new Response(found ?? "", { status: found === undefined ? 404 : 200 }));
		});
	});
	afterAll(() => void vi.unstubAllGlobals());
	return async (payload: object, backend: Partial<Backend> = {}): Promise<Came<Meant>> => {
		const taken = await slack.call("views.generateTriggerId", { user_id: slack.user("tom") });
		const swaps = swapsFor(slack, `${taken.trigger_id}`);
		const recorded = recordingBackend(backend);
		const bot = botOn(slack, recorded);
		const [calls, responses] = [slack.calls.length, slack.responses.length];
		const live = JSON.parse(swaps.live(JSON.stringify(payload))) as object;
		const { status, text } = await sent(bot, live);
		return {
			status,
			answer: text.startsWith("{") ? swaps.ours(JSON.parse(text)) : text,
			means: swaps.ours(recorded.intents) as Meant[],
			calls: [
				...slack.calls.slice(calls).flatMap((call) => (unsaid.has(call.method) ? [] : [called(call, swaps)])),
				...slack.responses.slice(responses).map(({ body }) => responded(body)),
			],
			errors: bot.errors,
		};
	};
};

/** An event is JSON, a command a form, everything else a form's one field. */
const sent = (bot: ReturnType<typeof botOn>, payload: object): Promise<{ status: number; text: string }> => {
	if ("command" in payload || "ssl_check" in payload) return bot.command(payload as Record<string, string>);
	const { type = "" } = payload as { type?: string };
	const isEvent = ["event_callback", "url_verification", "app_rate_limited"].includes(type);
	return isEvent ? bot.event(payload) : bot.interact(payload);
};

/** The payloads' ids are fixed; those that the local Slack gives are not. */
const swapsFor = (slack: LocalSlack, taken: string) => {
	const pairs = [
		[dana, slack.user("dana")],
		[tom, slack.user("tom")],
		[ada, slack.user("ada")],
		[channel, known],
		[trigger, taken],
	] as const;
	const ours = (value: unknown): unknown => {
		if (typeof value === "string") return pairs.reduce((text, [own, id]) => text.replaceAll(id, own), value);
		if (Array.isArray(value)) return value.map(ours);
		if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
		return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, ours(one)]));
	};
	return {
		live: (text: string) => pairs.reduce((text, [own, id]) => text.replaceAll(own, id), text),
		ours,
	};
};

/** `<method> to <person> in <channel> <thread>`, as far as it says so; `, refused` where Slack would not do it. */
const called = (
	{ method, body, answer }: LocalSlack["calls"][number],
	swaps: ReturnType<typeof swapsFor>,
): string => {
	const { user, user_id, channel, thread_ts } = swaps.ours(body) as Record<string, string | undefined>;
	const to = user ?? user_id;
	const said = [method, to && `to ${to}`, channel && `in ${channel}`, thread_ts].filter(Boolean).join(" ");
	return answer.ok === true ? said : `${said}, refused`;
};

const responded = (body: Record<string, unknown>): string =>
	body.delete_original === true
		? "respond: delete"
		: body.replace_original === true
			? "respond: replace"
			: `respond: ${body.response_type}`;
