// A message's attachments with their bytes, fetched with the bot's token from Slack alone.
import { z } from "zod";
import type { ExpectedFile } from "../../protocol/events.ts";
import { maxFileBytes, readUpTo, tooLarge } from "../files.ts";
import type { Attached as Intent } from "../intent.ts";
import type { Kit } from "./kit.ts";

export const Attached = z.looseObject({
	id: z.string().optional(),
	name: z.string().nullish(),
	mimetype: z.string().nullish(),
	size: z.number().nullish(),
	mode: z.string().nullish(),
	url_private: z.string().nullish(),
	url_private_download: z.string().nullish(),
});
export type Attached = z.infer<typeof Attached>;

/** What a message's files are called, before any is read. */
export const expectedFiles = (attached: Attached[]): ExpectedFile[] =>
	attached.map((file, i) => ({
		file: file.id ?? `${i}`,
		name: (file.name ?? file.id ?? "a file").slice(0, 255),
	}));

/** The file, or why it can't be had. */
export const readFile = async (
	kit: Pick<Kit, "token" | "apiUrl">,
	file: Attached,
	name: string,
): Promise<Intent["content"]> => {
	const bytes = await fetchFile(kit, file).catch(() => "it could not be read from Slack");
	if (typeof bytes === "string") return { name, reason: bytes };
	return { name, type: file.mimetype ?? "application/octet-stream", bytes };
};

/** The bytes, or why they can't be had. */
const fetchFile = async (
	{ token, apiUrl }: Pick<Kit, "token" | "apiUrl">,
	file: Attached,
): Promise<Uint8Array | string> => {
	if ((file.size ?? 0) > maxFileBytes) return tooLarge;
	const address = file.url_private_download ?? file.url_private;
	if (!address) return "Slack gives no address for it";
	if (!isSlacks(address, apiUrl)) return "it lies outside Slack";
	// A redirect would lead the token elsewhere; Slack's own go to a sign-in page.
	const response = await fetch(address, {
		headers: { authorization: `Bearer ${token}` },
		redirect: "manual",
	});
	if (response.status !== 200) return `Slack answered ${response.status}`;
	const bytes = await readUpTo(response, maxFileBytes);
	return bytes === null ? tooLarge : new Uint8Array(bytes);
};

const isSlacks = (address: string, apiUrl: string): boolean => {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname, origin } = new URL(address);
	if (origin === new URL(apiUrl).origin) return true;
	return protocol === "https:" && (hostname === "files.slack.com" || hostname === "slack-files.com");
};
