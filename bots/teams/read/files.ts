// Files that hang on a message. Teams gives a bot the bytes of pictures in it, and of files sent in its own chat; of others
// the record says that we could not get them.
import { z } from "zod";
import type { ExpectedFile } from "../../../protocol/record/events.ts";
import type { MessageFile } from "../../handlers/files.ts";
import type { Attached as Intent } from "../../intent.ts";
import { type Download, Source } from "../call/download.ts";
import type { Kit } from "../kit.ts";
import type { Activity } from "./activity.ts";

type Attachment = NonNullable<Activity["attachments"]>[number];
/** `source`: null if we can't get its bytes. */
type Attached = ExpectedFile & { source: Source | null };

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
const download = "application/vnd.microsoft.teams.file.download.info";
const Downloadable = z.looseObject({ downloadUrl: z.url(), uniqueId: z.string().max(200).nullish() });

/** The files that hang on a message, as they are called and read. */
export const filesOf = (kit: Pick<Kit, "download">, activity: Activity): MessageFile[] =>
	attachedFiles(activity).map(({ file, name, source }) => ({
		file,
		name,
		...(source && { source: JSON.stringify(source) }),
		read: () => readFile(kit.download, source, name, 30_000),
	}));

const attachedFiles = ({ attachments }: Activity): Attached[] =>
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
		: { reason: "Teams does not give its bytes to a bot there" };
	return { name, ...found };
};
