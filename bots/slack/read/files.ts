// A message's attachments with their bytes, fetched with the bot's token from Slack alone.
import { z } from "zod";
import { maxFileBytes, readUpTo, tooLarge, type Unread } from "../../files.ts";
import type { MessageFile } from "../../handlers/files.ts";
import type { Attached as Intent } from "../../intent.ts";
import type { Kit } from "../kit.ts";
import { retryAfterMs, webApi } from "../web-api.ts";

/** https://docs.slack.dev/reference/objects/file-object#slack_connect_files */
const mustAsk = "check_file_info";

const fields = {
	id: z.string().optional(),
	name: z.string().nullish(),
	mimetype: z.string().nullish(),
	size: z.number().nullish(),
	mode: z.string().nullish(),
	url_private: z.string().nullish(),
	url_private_download: z.string().nullish(),
	/** Another organisation's file: Slack gives the rest only on request. */
	file_access: z.literal(mustAsk).optional().catch(undefined),
};
export const Attached = z.looseObject(fields);
export type Attached = z.infer<typeof Attached>;
/** As much of it as reading it takes. */
const Source = z.object(fields);

/** The files that hang on a message, as they are called and read. */
export const filesOf = (
	kit: Pick<Kit, "token" | "apiUrl">,
	attached: Attached[] | null | undefined,
): MessageFile[] =>
	(attached ?? []).map((file, i) => {
		const name = nameIn(file);
		return {
			file: file.id ?? `${i}`,
			name,
			source: JSON.stringify(Source.parse(file)),
			read: () => readFile(kit, file, name),
		};
	});

/** As Slack says. */
export const isPicture = ({ mimetype }: Attached): boolean => mimetype?.startsWith("image/") === true;

const nameIn = ({ name, id }: Attached): string => (name ?? id ?? "a file").slice(0, 255);

/** As `readFile`, of one that was expected and not read; in ms, it takes no longer than this. */
export const readAgain = (
	from: Pick<Kit, "token" | "apiUrl">,
	{ name, source }: { name: string; source: string },
	within: number,
): Promise<Intent["content"]> =>
	readFile(from, Source.parse(JSON.parse(source)), name, AbortSignal.timeout(within));

/** The file, or why we can't get it, or not now: also if Slack's answer doesn't come in time. */
const readFile = async (
	kit: Pick<Kit, "token" | "apiUrl">,
	file: Attached,
	name: string,
	signal: AbortSignal | null = null,
): Promise<Intent["content"]> => {
	try {
		const asked = file.file_access === mustAsk ? await askFor(kit, file, signal) : { file };
		if (!("file" in asked)) return { name, ...asked };
		const known = asked.file;
		const called = known === file ? name : nameIn(known);
		const found = await fetchFile(kit, known, signal);
		if (!("bytes" in found)) return { name: called, ...found };
		return { name: called, type: known.mimetype ?? "application/octet-stream", ...found };
	} catch {
		return { name, retryAfterMs: 0 };
	}
};

const Info = z.looseObject({ file: Attached });

/** What Slack says of it when it is asked. */
const askFor = async (
	{ token, apiUrl }: Pick<Kit, "token" | "apiUrl">,
	{ id = "" }: Attached,
	signal: AbortSignal | null,
): Promise<{ file: Attached } | Unread> => {
	const call = webApi({ authorization: `Bearer ${token}`, apiUrl, fetch });
	const answer = await call("files.info", new URLSearchParams({ file: id }), Info, signal);
	if (answer.ok) return { file: answer.body.file };
	if (answer.kind === "rate-limited") return { retryAfterMs: answer.retryAfterMs };
	return { reason: `Slack doesn't give it (${answer.error})` };
};

const fetchFile = async (
	{ token, apiUrl }: Pick<Kit, "token" | "apiUrl">,
	file: Attached,
	signal: AbortSignal | null,
): Promise<{ bytes: Uint8Array } | Unread> => {
	if ((file.size ?? 0) > maxFileBytes) return { reason: tooLarge };
	const address = file.url_private_download ?? file.url_private;
	if (!address) return { reason: "Slack gives no address for it" };
	if (!isSlacks(address, apiUrl)) return { reason: "it lies outside Slack" };
	// A redirect would lead the token elsewhere; Slack's own go to a sign-in page.
	const response = await fetch(address, {
		headers: { authorization: `Bearer ${token}` },
		redirect: "manual",
		signal,
	});
	if (response.status === 429) return { retryAfterMs: retryAfterMs(response) };
	if (response.status !== 200) return { reason: `Slack answered ${response.status}` };
	const bytes = await readUpTo(response, maxFileBytes);
	return bytes === null ? { reason: tooLarge } : { bytes: new Uint8Array(bytes) };
};

const isSlacks = (address: string, apiUrl: string): boolean => {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname, origin } = new URL(address);
	if (origin === new URL(apiUrl).origin) return true;
	return protocol === "https:" && (hostname === "files.slack.com" || hostname === "slack-files.com");
};
