// The owner API: set-up and audit; behind the owner's token.
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { z } from "zod";
import { may, type Standing } from "../../domain/authority.ts";
import { networkOf } from "../../domain/network.ts";
import { guesses, timesMore } from "../../domain/quota.ts";
import { ClientId } from "../../protocol/ids.ts";
import {
	ApplyRequest,
	ConfirmRequest,
	type ConfirmResponse,
	ReindexRequest,
	type ReindexResponse,
	SucceedRequest,
	type SucceedResponse,
} from "../../protocol/setup.ts";
import { changeText } from "../../words/machine.ts";
import { turns } from "../backend/turns.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import { same } from "../keys/crypto.ts";
import { reindex } from "./reindex.ts";

const wrongToken =
	"The owner's token is wrong or missing. Set CAISEY_OWNER_TOKEN to the Worker's OWNER_TOKEN.";
const tooMany = "There were too many wrong owner's tokens from your network. Try again later.";

const networks = turns();

const ownerOnly = createMiddleware<{ Bindings: Env }>(async (c, next) => {
	const given = c.req.header("Authorization")?.match(/^Bearer (.+)$/)?.[1] ?? "";
	if (given === "") return c.json({ errors: [wrongToken] }, 401);
	const address = c.req.header("CF-Connecting-IP") ?? "an unknown address";
	const network = networkOf(address);
	const now = Date.now();
	// Not even the right one is looked at then: who guesses learns nothing by going on.
	const turn = networks.take(network, timesMore(guesses, settings(c.env).QUOTA_TIMES), now);
	const as: Standing = turn.ok && same(given, settings(c.env).OWNER_TOKEN) ? "operator" : "stranger";
	if (may("administer", [as])) {
		networks.giveBack(network);
		return next();
	}
	if (turn.ok || turn.first)
		await directoryOf(c.env.DIRECTORY).audit({
			kind: "refused",
			who: `someone at ${network}`,
			what: "tried a wrong owner's token",
			detail: `from ${address}: ${c.req.path.slice(0, 200)}`,
		});
	if (turn.ok) return c.json({ errors: [wrongToken] }, 401);
	c.header("Retry-After", `${Math.ceil((turn.at - now) / 1_000)}`);
	return c.json({ errors: [tooMany] }, 429);
});

export const ownerApi = new Hono<{ Bindings: Env }>()
	.use("/admin/*", ownerOnly)
	.use("/admin/*", bodyLimit({ maxSize: 4 * 1_048_576 }))
	.post("/admin/apply", async (c) => {
		const request = ApplyRequest.safeParse(await c.req.json().catch(() => null));
		if (!request.success) return c.json({ errors: request.error.issues.map(inWords) }, 400);
		const applied = await directoryOf(c.env.DIRECTORY).apply(request.data);
		return applied.ok
			? c.json(applied.response)
			: c.json({ errors: applied.errors, stale: applied.stale }, applied.stale ? 409 : 422);
	})
	.post("/admin/keys", async (c) => {
		const request = SucceedRequest.safeParse(await c.req.json().catch(() => null));
		if (!request.success) return c.json({ errors: request.error.issues.map(inWords) }, 400);
		const done = await directoryOf(c.env.DIRECTORY).succeed(request.data.key);
		if (!done.ok) return c.json({ errors: [done.error] }, 422);
		return c.json({ from: done.from, to: done.to } satisfies z.infer<typeof SucceedResponse>);
	})
	.post("/admin/confirm", async (c) => {
		const request = ConfirmRequest.safeParse(await c.req.json().catch(() => null));
		if (!request.success) return c.json({ errors: request.error.issues.map(inWords) }, 400);
		const { endpoint, shown, by } = request.data;
		const [client = "", name = ""] = endpoint.split("/");
		const id = await directoryOf(c.env.DIRECTORY).clientCalled(client);
		if (id === null) return c.json({ errors: [`The set-up has no client ${client}.`] }, 422);
		const stub = objectOf(c.env.CLIENT, id);
		const hold = shown ?? (await stub.heldMachine(name));
		if (!hold) return c.json({ errors: [`${endpoint} isn't on hold: there is nothing to confirm.`] }, 422);
		if (shown && !(await stub.confirmMachine(name, shown, by === "" ? "the owner" : `the owner (${by})`)))
			return c.json({ errors: [`${endpoint} has changed in the meantime. Look again.`] }, 409);
		return c.json({ hold, change: changeText(hold) } satisfies z.infer<typeof ConfirmResponse>);
	})
	.post("/admin/reindex", async (c) => {
		const request = ReindexRequest.safeParse(await c.req.json().catch(() => null));
		if (!request.success) return c.json({ errors: request.error.issues.map(inWords) }, 400);
		const { client, after } = request.data;
		const id = await directoryOf(c.env.DIRECTORY).clientCalled(client);
		if (id === null) return c.json({ errors: [`The set-up has no client ${client}.`] }, 422);
		return c.json((await reindex(c.env, id, after)) satisfies ReindexResponse);
	})
	.get("/admin/workspaces", async (c) => c.json(await directoryOf(c.env.DIRECTORY).workspaces()))
	.get("/admin/audit", async (c) =>
		c.json(await directoryOf(c.env.DIRECTORY).audited(Number(c.req.query("after") ?? 0), 500)),
	)
	.get("/admin/clients/:client/audit", async (c) => {
		const client = ClientId.safeParse(c.req.param("client"));
		if (!client.success) return c.json({ errors: ["That isn't a client id."] }, 404);
		return c.json(await objectOf(c.env.CLIENT, client.data).audited(Number(c.req.query("after") ?? 0), 500));
	});

const inWords = (issue: z.core.$ZodIssue): string =>
	`${issue.path.join(".") || "the request"}: ${issue.message}`;
