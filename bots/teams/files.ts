// Files that hang on a message. Teams gives a bot the bytes of pictures in it, and of files sent in its own chat; of others
// it is recorded that they could not be had.
import { z } from "zod";
import type { ExpectedFile } from "../../protocol/events.ts";
import { isText } from "../files.ts";
import type { File, Attached as Intent } from "../intent.ts";
import type { Activity, Turn } from "./activity.ts";
import { refused } from "./answer.ts";
import { type Download, Source } from "./download.ts";
import type { Kit } from "./kit.ts";

type Attachment = NonNullable<Activity["attachments"]>[number];
/** `source`: null where its bytes can't be had. */
type Hanging = ExpectedFile & { source: Source | null };

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
			name: (attachment.name || (isPicture(attachment) ? "a picture" : "a file")).slice(0, 255),
			source: sourceOf(attachment),
		}));

const isPicture = ({ contentType }: Attachment): boolean => contentType.startsWith("image/");

const sourceOf = (attachment: Attachment): Source | null => {
	const { contentType, content, contentUrl } = attachment;
	const url = isPicture(attachment)
		? contentUrl
		: contentType === download && Downloadable.safeParse(content).data?.downloadUrl;
	return Source.safeParse({ kind: isPicture(attachment) ? "picture" : "file", url }).data ?? null;
};

/** What a message's files are called, before any is read, and by what each can be read again. */
export const expected = (files: Hanging[]): (ExpectedFile & { source?: string })[] =>
	files.map(({ file, name, source }) => ({ file, name, ...(source && { source: JSON.stringify(source) }) }));

/** Reads and records each; those that are text come back. Files that were recorded before change nothing. */
export const keepFiles = async (kit: Kit, turn: Turn, files: Hanging[]): Promise<File[]> => {
	const texts: File[] = [];
	const { by, place, ref } = turn;
	for (const { file, name, source } of files) {
		const content = await readFile(kit.download, source, name, 30_000);
		const answer = await kit.backend.attached({ by, place, ref, file, content });
		if (!answer.ok) await refused(kit, turn, answer.refusal);
		else if ("bytes" in content && isText(content)) texts.push(content);
	}
	return texts;
};

/** One that was expected and not read; in ms, it takes no longer than this. */
export const readAgain = (
	download: Download,
	{ name, source }: { name: string; source: string },
	within: number,
): Promise<Intent["content"]> => readFile(download, Source.parse(JSON.parse(source)), name, within);

const readFile = async (
	download: Download,
	source: Source | null,
	name: string,
	within: number,
): Promise<Intent["content"]> => {
	const found = source
		? await download(source, AbortSignal.timeout(within))
		: "Teams does not give its bytes to a bot there";
	return typeof found === "string" ? { name, reason: found } : { name, ...found };
};
