// The dialog of a request: opened where someone wants to ask and hasn't said what; sent, it asks as their own message would.
import {
	blankRequest,
	type RequestField,
	requestFields,
	requestForm,
	requestText,
} from "../../cards/kinds/request-form.ts";
import type { MessageFile } from "./files.ts";
import { type Doer, done, type Hands, type Reply, refuse, type Submitted } from "./reply.ts";

type Who = Pick<Doer, "by" | "place">;

/** `channel`: where it was offered; empty: here. */
export const openRequest = async ({ backend }: Hands, { by, place }: Who, channel = ""): Promise<Reply> => {
	const found = await backend.request({ by, place: channel === "" ? place : { ...place, channel } });
	if (!found.ok) return refuse(found.refusal);
	return { kind: "form", form: requestForm(found.start), remembered: { at: found.at } };
};

/** `once`: the same whenever the same dialog is sent again. */
type Request = {
	at: { workspace: string; channel: string };
	once: string;
	filled: { [F in RequestField]?: string };
	/** How to read them later; empty: none, or the platform's dialogs take none. */
	files: MessageFile[];
};

const later = ({ file, name, source }: MessageFile) => (source === undefined ? [] : [{ file, name, source }]);

export const submitRequest = async (
	{ backend }: Hands,
	{ by }: Who,
	{ at, once, filled, files }: Request,
): Promise<Submitted> => {
	if ((filled.what ?? "").trim() === "")
		return { kind: "errors", errors: { [requestFields.what]: blankRequest } };
	const answer = await backend.open({
		by,
		place: { ...at, thread: null },
		request: requestText(filled),
		source: "command",
		once,
		original: null,
		whom: null,
		...(files.length > 0 && { files: files.flatMap(later) }),
	});
	if (answer.ok) return done;
	const { refusal } = answer;
	return refusal.code === "looks-secret"
		? { kind: "amend", refusal, field: requestFields.what }
		: refuse(refusal);
};
