// A message's attachments with their bytes, fetched with the bot's token from Slack alone.
import { z } from "zod";
import { exactBytes } from "../../cards/format.ts";
import type { ExpectedFile } from "../../protocol/events.ts";
import type { File, Attached as Intent } from "../intent.ts";
import type { Kit } from "./kit.ts";

const fields = {
	id: z.string().optional(),
	name: z.string().nullish(),
	mimetype: z.string().nullish(),
	size: z.number().nullish(),
	mode: z.string().nullish(),
	url_private: z.string().nullish(),
	url_private_download: z.string().nullish(),
};
export const Attached = z.looseObject(fields);
export type Attached = z.infer<typeof Attached>;
/** As much of it as reading it takes. */
const Source = z.object(fields);

/** The most bytes of one file that is recorded. */
export const maxFileBytes = 10 * 1024 * 1024;

/** What a message's files are called, before any is read, and by what each can be read again. */
export const expectedFiles = (attached: Attached[]): (ExpectedFile & { source: string })[] =>
	attached.map((file, i) => ({
		file: file.id ?? `${i}`,
		name: (file.name ?? file.id ?? "a file").slice(0, 255),
		source: JSON.stringify(Source.parse(file)),
	}));

/** As `readFile`, of one that was expected and not read; in ms, it takes no longer than this. */
export const readAgain = (
	from: Pick<Kit, "token" | "apiUrl">,
	{ name, source }: { name: string; source: string },
	within: number,
): Promise<Intent["content"]> =>
	readFile(from, Source.parse(JSON.parse(source)), name, AbortSignal.timeout(within));

/** The file, or why it can't be had. */
export const readFile = async (
	kit: Pick<Kit, "token" | "apiUrl">,
	file: Attached,
	name: string,
	signal: AbortSignal | null = null,
): Promise<Intent["content"]> => {
	const bytes = await fetchFile(kit, file, signal).catch(() => "it could not be read from Slack");
	if (typeof bytes === "string") return { name, reason: bytes };
	return { name, type: file.mimetype ?? "application/octet-stream", bytes };
};

/** The bytes, or why they can't be had. */
const fetchFile = async (
	{ token, apiUrl }: Pick<Kit, "token" | "apiUrl">,
	file: Attached,
	signal: AbortSignal | null,
): Promise<Uint8Array | string> => {
	const tooLarge = `it is larger than ${exactBytes(maxFileBytes)}`;
	if ((file.size ?? 0) > maxFileBytes) return tooLarge;
	const address = file.url_private_download ?? file.url_private;
	if (!address) return "Slack gives no address for it";
	if (!isSlacks(address, apiUrl)) return "it lies outside Slack";
	// A redirect would lead the token elsewhere; Slack's own go to a sign-in page.
	const response = await fetch(address, {
		headers: { authorization: `Bearer ${token}` },
		redirect: "manual",
		signal,
	});
	if (response.status !== 200) return `Slack answered ${response.status}`;
	return (await readUpTo(response, maxFileBytes)) ?? tooLarge;
};

const isSlacks = (address: string, apiUrl: string): boolean => {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname, origin } = new URL(address);
	if (origin === new URL(apiUrl).origin) return true;
	return protocol === "https:" && (hostname === "files.slack.com" || hostname === "slack-files.com");
};

const readUpTo = async (response: Response, most: number): Promise<Uint8Array | null> => {
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of response.body ?? []) {
		size += part.length;
		if (size > most) return null;
		parts.push(part);
	}
	return new Uint8Array(Buffer.concat(parts));
};

const script = /\.(?:ps1|psm1|psd1|sh|bash|zsh|bat|cmd|py|pl|rb|js|sql|txt|reg|vbs)$/i;

/** Whether an attachment may be meant as a command. */
export const isText = ({ name, type }: File): boolean => type.startsWith("text/") || script.test(name);

/** The file's text, exactly; null where it is not UTF-8. */
export const textOf = ({ bytes }: File): string | null => {
	try {
		const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
		return text.includes("\0") ? null : text;
	} catch {
		return null;
	}
};
