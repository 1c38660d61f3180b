// The door: what Slack posts is checked and decoded here, before anything else sees it.
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { readUpTo } from "../../files.ts";

/** What Slack posted: an event, a command's fields, or an interaction's payload. Told apart further on. */
export const Body = z.looseObject({});
export type Body = z.infer<typeof Body>;

export type Received = { ok: true; body: Body } | { ok: false; response: Response };

const maxBytes = 1_048_576;
const maxSkewSeconds = 300;

/** 413 over 1 MiB, 401 for a signature that is wrong, old or of the future, 400 for what is not Slack's form; `now` in ms. */
export const receive = async (request: Request, signingSecret: string, now: number): Promise<Received> => {
	if (request.method !== "POST") return refuse(405, "POST only");
	const raw = await readUpTo(request, maxBytes);
	if (raw === null) return refuse(413, "too large");
	if (!isSigned(request.headers, raw, signingSecret, now)) return refuse(401, "not signed by Slack");
	const body = decode(request.headers.get("content-type") ?? "", raw.toString("utf8"));
	if (body === null) return refuse(400, "malformed");
	return handshake(body) ?? { ok: true, body };
};

const refuse = (status: number, reason: string): Received => ({
	ok: false,
	response: new Response(reason, { status }),
});

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
const isSigned = (headers: Headers, raw: Buffer, secret: string, now: number): boolean => {
	const at = headers.get("x-slack-request-timestamp") ?? "";
	if (secret === "" || !/^\d{1,12}$/.test(at) || Math.abs(now / 1000 - Number(at)) > maxSkewSeconds)
		return false;
	const expected = createHmac("sha256", secret).update(`v0:${at}:`).update(raw).digest("hex");
	const given = Buffer.from(headers.get("x-slack-signature") ?? "");
	const wanted = Buffer.from(`v0=${expected}`);
	return given.length === wanted.length && timingSafeEqual(given, wanted);
};

const decode = (type: string, text: string): Body | null => {
	try {
		const value: unknown = type.includes("application/json") ? JSON.parse(text) : fields(text);
		return Body.parse(value);
	} catch {
		return null;
	}
};

const fields = (text: string): unknown => {
	const form = new URLSearchParams(text);
	const payload = form.get("payload");
	return payload === null ? Object.fromEntries(form) : JSON.parse(payload);
};

const Handshake = z.object({ type: z.literal("url_verification"), challenge: z.string() });

// Slack asks whether someone is there: when the address is set, and from time to time for commands.
const handshake = (body: Body): Received | null => {
	if (body.ssl_check !== undefined) return { ok: false, response: new Response("") };
	const asked = Handshake.safeParse(body);
	return asked.success ? { ok: false, response: Response.json({ challenge: asked.data.challenge }) } : null;
};
