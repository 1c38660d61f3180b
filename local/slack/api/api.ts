// The Web API as the app sees it: Slack's limits, rates and made-up ids in front, emulate's routes behind.
import { z } from "zod";
import { showModals } from "../people/modals.ts";
import { identified } from "../store/ids.ts";
import type { Workspace } from "../workspace.ts";
import { ApiAnswer } from "../workspace.ts";
import { type Refused, refuseBlocks, refuseView } from "./limits.ts";
import { createRates } from "./rates.ts";
import { checkTrigger } from "./triggers.ts";

export type WebApi = (method: string, request: Request) => Promise<Response>;

type Fields = Record<string, unknown>;

const View = z.looseObject({ view: z.looseObject({ id: z.string(), type: z.string() }).optional() });

/** Answers calls of the app, whose token was already found to be this workspace's. `rate`: how many times Slack's own. */
export const webApi = (workspace: Workspace, rate: number): WebApi => {
	const rates = createRates(rate);
	return async (method, request) => {
		const fields = await readFields(request);
		const refused = refuse(workspace, method, fields);
		if (refused) return Response.json(refused);
		const wait = rates(method, String(fields.channel ?? ""));
		if (wait) return refuseRate(wait);
		const headers = new Headers({ "content-type": "application/json" });
		headers.set("authorization", request.headers.get("authorization") ?? "");
		const forwarded = new Request(`${workspace.url}/api/${method}`, {
			method: "POST",
			headers,
			body: JSON.stringify(withIds(fields)),
		});
		const answer = ApiAnswer.parse(await (await workspace.fetch(forwarded)).json());
		if (answer.ok && method.startsWith("views.")) followViews(workspace, method, answer);
		return Response.json(answer);
	};
};

/** Modals that the app opened or changed go to the person's windows. */
const followViews = (workspace: Workspace, method: string, answer: ApiAnswer): void => {
	const { view } = View.parse(answer);
	if (view?.type === "modal") showModals(workspace, view.id, method === "views.open");
};

const refuseRate = (seconds: number): Response =>
	Response.json(
		{ ok: false, error: "ratelimited" },
		{ status: 429, headers: { "retry-after": `${seconds}` } },
	);

const refuse = (workspace: Workspace, method: string, fields: Fields): Refused | null => {
	if (method.startsWith("chat.") && fields.blocks !== undefined) return refuseBlocks(fields.blocks);
	if (method === "views.open" || method === "views.push") {
		return checkTrigger(workspace, String(fields.trigger_id ?? "")) ?? refuseView(fields.view);
	}
	if (method === "views.update" || method === "views.publish") return refuseView(fields.view);
	return null;
};

// Slack takes forms and JSON; in a form, structures are JSON texts.
const readFields = async (request: Request): Promise<Fields> => {
	if (request.method === "GET") return parsed(new URL(request.url).searchParams);
	const text = await request.text();
	if (!request.headers.get("content-type")?.includes("application/json"))
		return parsed(new URLSearchParams(text));
	return z.record(z.string(), z.unknown()).parse(JSON.parse(text || "{}"));
};

const structures = new Set(["blocks", "view", "metadata", "attachments", "files"]);
const parsed = (form: URLSearchParams): Fields =>
	Object.fromEntries([...form].map(([key, value]) => [key, structures.has(key) ? fromJson(value) : value]));

const fromJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
};

const Blocks = z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() }));
const ViewFields = z.looseObject({ blocks: Blocks });

// Blocks and elements without an id get one, as in Slack.
const withIds = (fields: Fields): Fields => {
	const blocks = Blocks.safeParse(fields.blocks);
	if (blocks.success) return { ...fields, blocks: blocks.data.map(identified) };
	const view = ViewFields.safeParse(fields.view);
	if (view.success) return { ...fields, view: { ...view.data, blocks: view.data.blocks.map(identified) } };
	return fields;
};
