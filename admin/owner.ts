// Calls the Worker's owner API with the owner's token.
import type { z } from "zod";
import { ApplyRefusal, type ApplyRequest, ApplyResponse } from "../protocol/setup.ts";

/** `stale`: someone else applied in the meantime. */
export type Answered<T> = { ok: true; response: T } | { ok: false; problems: string[]; stale: boolean };

/** The Worker and the owner's token, from options and environment; `problems` says what is missing. */
export const ownerAccess = (options: { url?: string }, env: NodeJS.ProcessEnv) => {
	const url = options.url ?? env.CAISEY_URL ?? "";
	const ownerToken = env.CAISEY_OWNER_TOKEN ?? "";
	const problems: string[] = [];
	if (!URL.canParse(url)) problems.push("Where is the Worker? Set CAISEY_URL or add --url https://…");
	if (!ownerToken) problems.push("Set CAISEY_OWNER_TOKEN to the Worker's OWNER_TOKEN.");
	return { url, ownerToken, problems };
};

/** Applies a set-up, or with `dryRun` only says what would change. `url` is the Worker's. */
export const applySetup = (
	url: string,
	ownerToken: string,
	request: ApplyRequest,
): Promise<Answered<ApplyResponse>> => askOwnerApi(url, ownerToken, "/admin/apply", request, ApplyResponse);

/** Posts to the owner API of the Worker at `url`. */
export const askOwnerApi = async <T extends object>(
	url: string,
	ownerToken: string,
	path: string,
	request: object,
	schema: z.ZodType<T>,
): Promise<Answered<T>> => {
	const address = new URL(path, url);
	let response: Response;
	let text: string;
	try {
		response = await fetch(address, {
			method: "POST",
			headers: { authorization: `Bearer ${ownerToken}`, "content-type": "application/json" },
			body: JSON.stringify(request),
			redirect: "error",
		});
		text = await response.text();
	} catch (thrown) {
		return { ok: false, stale: false, problems: [`Can't reach ${address.origin}: ${causeOf(thrown)}`] };
	}
	const refused = response.ok ? null : ApplyRefusal.safeParse(json(text)).data;
	if (refused) return { ok: false, problems: refused.errors, stale: refused.stale };
	const read = response.ok ? schema.safeParse(json(text)).data : undefined;
	if (read) return { ok: true, response: read };
	const problem = `${address.origin} answered ${response.status}: ${text.slice(0, 300)}`;
	return { ok: false, stale: false, problems: [problem] };
};

const json = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

const causeOf = (thrown: unknown): string => {
	if (!(thrown instanceof Error)) return String(thrown);
	return thrown.cause instanceof Error ? thrown.cause.message || thrown.message : thrown.message;
};
