// The Worker's owner API, for whoever holds the owner's token.
import { z } from "zod";
import { type ApplyRequest, ApplyResponse } from "../protocol/setup.ts";

export type Applied = { ok: true; response: ApplyResponse } | { ok: false; problems: string[] };

const Refusal = z.object({ errors: z.array(z.string()).min(1) });

/** Applies a set-up, or with `dryRun` says what would change. `url` is the Worker's. */
export const applySetup = async (
	url: string,
	ownerToken: string,
	request: ApplyRequest,
): Promise<Applied> => {
	const address = new URL("/admin/apply", url);
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
		return { ok: false, problems: [`${address.origin} can't be reached: ${causeOf(thrown)}`] };
	}
	const read = (response.ok ? ApplyResponse : Refusal).safeParse(json(text));
	if (!read.success)
		return { ok: false, problems: [`${address.origin} answered ${response.status}: ${text.slice(0, 300)}`] };
	return "errors" in read.data
		? { ok: false, problems: read.data.errors }
		: { ok: true, response: read.data };
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
