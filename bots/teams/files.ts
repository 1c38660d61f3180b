// Files that hang on a message. Teams gives a bot the bytes of those sent in its own chat alone; of others it is recorded
// that they could not be had.
import { z } from "zod";
import type { ExpectedFile } from "../../protocol/events.ts";
import { isText, maxFileBytes, readUpTo, tooLarge } from "../files.ts";
import type { File, Attached as Intent } from "../intent.ts";
import type { Activity, Turn } from "./activity.ts";
import { refused } from "./answer.ts";
import type { Kit } from "./kit.ts";

type Attachment = NonNullable<Activity["attachments"]>[number];
type Hanging = ExpectedFile & { attachment: Attachment };

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
const download = "application/vnd.microsoft.teams.file.download.info";
const Downloadable = z.looseObject({ downloadUrl: z.url(), uniqueId: z.string().max(200).nullish() });

export const filesOf = ({ attachments }: Activity): Hanging[] =>
	(attachments ?? [])
		.filter(
			({ contentType }) =>
				contentType !== "text/html" && !contentType.startsWith("application/vnd.microsoft.card"),
		)
		.map((attachment, i) => ({
			file: Downloadable.safeParse(attachment.content).data?.uniqueId ?? `${i}`,
			name: (attachment.name || "a file").slice(0, 255),
			attachment,
		}));

export const expected = (files: Hanging[]): ExpectedFile[] => files.map(({ file, name }) => ({ file, name }));

/** Reads and records each; those that are text come back. Files that were recorded before change nothing. */
export const keepFiles = async (kit: Kit, turn: Turn, files: Hanging[]): Promise<File[]> => {
	const texts: File[] = [];
	const { by, place, ref } = turn;
	for (const { file, name, attachment } of files) {
		const content = await readFile(attachment, name);
		const answer = await kit.backend.attached({ by, place, ref, file, content });
		if (!answer.ok) await refused(kit, turn, answer.refusal);
		else if ("bytes" in content && isText(content)) texts.push(content);
	}
	return texts;
};

const readFile = async (attachment: Attachment, name: string): Promise<Intent["content"]> => {
	const bytes = await fetchFile(attachment).catch(() => "it could not be read from Teams");
	if (typeof bytes === "string") return { name, reason: bytes };
	return { name, type: "application/octet-stream", bytes: new Uint8Array(bytes) };
};

/** The bytes, or why they can't be had. The address is good for whoever has it: no token is sent. */
const fetchFile = async ({ contentType, content }: Attachment): Promise<Uint8Array | string> => {
	const read = Downloadable.safeParse(content);
	if (contentType !== download || !read.success) return "Teams does not give its bytes to a bot there";
	const { downloadUrl } = read.data;
	if (!isSharePoint(downloadUrl)) return "it lies outside Teams";
	const response = await fetch(downloadUrl, { redirect: "manual", signal: AbortSignal.timeout(30_000) });
	if (response.status !== 200) return `Teams answered ${response.status}`;
	return (await readUpTo(response, maxFileBytes)) ?? tooLarge;
};

const isSharePoint = (address: string): boolean => {
	const { protocol, hostname } = new URL(address);
	return protocol === "https:" && hostname.endsWith(".sharepoint.com");
};
