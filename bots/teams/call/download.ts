// The bytes of a file that hangs on a message, by its address: a picture's from the connector alone, with the bot's token;
// a file's from SharePoint, whose address works for anyone who has it.
import { z } from "zod";
import { maxFileBytes, readUpTo, tooLarge, type Unread } from "../../files.ts";
import { isConnector, isLoopback, type TeamsApp } from "../app.ts";
import { waitOf } from "./connector.ts";
import type { TokenSource } from "./token.ts";

/** A file's place: enough to read it again. */
export const Source = z.object({ kind: z.enum(["picture", "file"]), url: z.url() });
export type Source = z.infer<typeof Source>;

type Bytes = { type: string; bytes: Uint8Array };

/** The bytes, or why we can't get them, or not now: also if no answer comes in time. */
export type Download = (source: Source, signal: AbortSignal) => Promise<Bytes | Unread>;

const outside: Unread = { reason: "it lies outside Teams" };

export const downloader = (app: TeamsApp, tokens: TokenSource): Download => {
	/** A token that is not taken is renewed once. */
	const picture = async (url: string, signal: AbortSignal): Promise<Response | Unread> => {
		if (!isConnector(url, app) || !attachment.test(new URL(url).pathname)) return outside;
		for (let again = false; ; again = true) {
			const token = await tokens.token();
			const response = await get(url, signal, token === null ? {} : { authorization: `Bearer ${token}` });
			if (response.status !== 401 || again || token === null) return response;
			await response.body?.cancel();
			tokens.refused(token);
		}
	};
	const file = async (url: string, signal: AbortSignal): Promise<Response | Unread> =>
		isSharePoint(url, app) ? get(url, signal, {}) : outside;
	const of = { picture, file };
	return async ({ kind, url }, signal) => {
		try {
			const response = await of[kind](url, signal);
			return response instanceof Response ? await read(response) : response;
		} catch {
			return { retryAfterMs: 0 };
		}
	};
};

/** Nothing else of the connector's is read with the token. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
const attachment = /\/v3\/attachments\/[^/]+\/views\/[^/]+$/;

// A redirect would lead the token elsewhere.
const get = (url: string, signal: AbortSignal, headers: Record<string, string>): Promise<Response> =>
	fetch(url, { headers, redirect: "manual", signal });

const read = async (response: Response): Promise<Bytes | Unread> => {
	if (response.status === 429) return { retryAfterMs: waitOf(response) };
	if (response.status !== 200) return { reason: `Teams answered ${response.status}` };
	const bytes = await readUpTo(response, maxFileBytes);
	if (bytes === null) return { reason: tooLarge };
	const stated = response.headers.get("content-type")?.split(";")[0]?.trim() ?? "";
	const type = /^image\/[\w.+-]+$/.test(stated) ? stated : "application/octet-stream";
	return { type, bytes: new Uint8Array(bytes) };
};

const isSharePoint = (address: string, { local }: TeamsApp): boolean => {
	const { protocol, hostname } = new URL(address);
	if (local && isLoopback(hostname)) return true;
	return protocol === "https:" && hostname.endsWith(".sharepoint.com");
};
