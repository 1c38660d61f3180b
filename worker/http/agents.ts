// What agents reach: enrollment, the control socket, one data socket per run.
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { agentCan } from "../../domain/agents.ts";
import { ClientId, EndpointId, RunId } from "../../protocol/ids.ts";
import { EnrollRequest, type EnrollResponse } from "../../protocol/wire.ts";
import { isKnown } from "../backend/known.ts";
import { unknownToken } from "../client/enrolling.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { workerKey } from "../keys/crypto.ts";
import { openDataSocket } from "../recording/roll-over.ts";

export const agents = new Hono<{ Bindings: Env }>()
	.post("/agent/enroll", bodyLimit({ maxSize: 65_536 }), async (c) => {
		const request = EnrollRequest.safeParse(await c.req.json().catch(() => null));
		if (!request.success) return c.json(no("unreadable request. The agent may be too old"), 400);
		const client = ClientId.safeParse(request.data.token.split(".")[0]);
		if (!client.success) return c.json(no("this isn't an enrollment token"), 403);
		if (!(await isKnown(c.env, client.data))) return c.json(no(unknownToken), 403);
		const enrolled = await objectOf(c.env.CLIENT, client.data).enroll(request.data);
		if (!enrolled.ok) return c.json(no(enrolled.error), 403);
		const { endpoint, name, clientName, approvers } = enrolled;
		const knows = agentCan(request.data.inventory.agentVersion, "passkeys");
		return c.json({
			ok: true,
			endpoint,
			name,
			client: client.data,
			clientName,
			worker: await workerKey(c.env),
			...(approvers && knows && { approvers }),
		} satisfies EnrollResponse);
	})
	.get("/agent/:endpoint/control", async (c): Promise<Response> => {
		const endpoint = EndpointId.safeParse(c.req.param("endpoint"));
		return endpoint.success && (await isKnown(c.env, endpoint.data))
			? objectOf(c.env.ENDPOINT, endpoint.data).fetch(c.req.raw)
			: c.text("no such endpoint", 404);
	})
	.get("/agent/:endpoint/runs/:run/data", async (c): Promise<Response> => {
		const endpoint = EndpointId.safeParse(c.req.param("endpoint"));
		const run = RunId.safeParse(c.req.param("run"));
		if (!endpoint.success || !(await isKnown(c.env, endpoint.data))) return c.text("no such endpoint", 404);
		return run.success && (await objectOf(c.env.ENDPOINT, endpoint.data).hasRun(run.data))
			? openDataSocket(c.env, run.data, c.req.raw)
			: c.text("no such run", 404);
	});

const no = (error: string): EnrollResponse => ({ ok: false, error });
