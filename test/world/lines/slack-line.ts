// The line between the Worker and the local Slack: what passes can be heard, refused, cut off, or its answer lost.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalSlack } from "../../../local/slack/server.ts";
import type { Verdict } from "./counted.ts";

export type SlackCall = { team: string; method: string; fields: Record<string, unknown> };
export type SlackLine = Awaited<ReturnType<typeof startSlackLine>>;

export const startSlackLine = async (slack: Pick<LocalSlack, "apiUrl" | "workspaces">) => {
	const teams = new Map(slack.workspaces.map(({ team, botToken }) => [botToken, team]));
	const down = new Map<string, "down" | "cut">();
	let refused = 0;
	const line = {
		apiUrl: "",
		/** Decides about each call, which Slack may also refuse with one of its errors; for those that pass, it learns the silence that the local Slack asks for. */
		judge: (_call: SlackCall): Verdict | { error: string } => "pass",
		silenced: (_call: SlackCall, _seconds: number): void => {},
		/** Takes a workspace down, its calls answered with 503 or cut off; or brings it up again. */
		set: (team: string, state: "up" | "down" | "cut") =>
			void (state === "up" ? down.delete(team) : down.set(team, state)),
		/** How many calls it turned away. */
		refused: () => refused,
		stop: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	const server = createServer(async (request, response) => {
		const body = Buffer.concat(await request.toArray());
		const call = callOf(request, body, teams);
		const verdict = down.get(call.team) ?? line.judge(call);
		if (verdict === "down" || verdict === "cut") refused++;
		if (verdict === "down") return void response.writeHead(503).end("down");
		if (verdict === "cut") return void request.socket.destroy();
		if (typeof verdict === "object")
			return "error" in verdict ? refuse(response, verdict.error) : silence(response, verdict.silence);
		const answer = await passOn(request, body, slack.apiUrl).catch(() => null);
		if (!answer) return void response.writeHead(502).end("the local Slack has stopped");
		const wait = answer.headers.get("retry-after");
		const bytes = Buffer.from(await answer.arrayBuffer());
		if (verdict === "lose the answer") return void request.socket.destroy();
		if (verdict === "done, but 502") return void response.writeHead(502).end("bad gateway");
		const type = answer.headers.get("content-type") ?? "";
		response.writeHead(answer.status, { "content-type": type, ...(wait && { "retry-after": wait }) });
		response.end(bytes);
		if (wait) line.silenced(call, Number(wait));
	});
	// The Worker closes connections that it kept; closed here, they could lose a call.
	server.keepAliveTimeout = 600_000;
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	line.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
	return line;
};

const refuse = (response: ServerResponse, error: string): void =>
	void response
		.writeHead(200, { "content-type": "application/json" })
		.end(JSON.stringify({ ok: false, error }));

const silence = (response: ServerResponse, seconds: number): void => {
	response.writeHead(429, { "content-type": "application/json", "retry-after": `${seconds}` });
	response.end(JSON.stringify({ ok: false, error: "ratelimited" }));
};

const callOf = ({ url, headers }: IncomingMessage, body: Buffer, teams: Map<string, string>): SlackCall => ({
	team: teams.get(headers.authorization?.replace(/^Bearer /, "") ?? "") ?? "",
	method: url?.replace(/^\/api\//, "") ?? "",
	fields: headers["content-type"]?.includes("json")
		? (JSON.parse(body.toString()) as Record<string, unknown>)
		: Object.fromEntries(new URLSearchParams(body.toString())),
});

const passOn = (request: IncomingMessage, body: Buffer, apiUrl: string): Promise<Response> => {
	const { "content-type": type = "application/json", authorization = "" } = request.headers;
	return fetch(new URL(request.url?.replace(/^\/api\//, "") ?? "", apiUrl), {
		method: request.method ?? "POST",
		headers: { "content-type": type, authorization },
		...(body.length > 0 && { body: Uint8Array.from(body) }),
	});
};
