// By what the words come before the person: a window of Windows in their session, their desktop's notification, or their terminal.
import { asksPerson } from "../../protocol/plan/person.ts";
import { messageBox } from "../windows/message.ts";
import { notify } from "./notify.ts";
import { writeTo } from "./terminal.ts";
import type { Shown, Words } from "./words.ts";

/** A text says why there is no way. */
export const show = async (words: Words): Promise<Shown | string> => {
	if (process.platform === "win32") return messageBox(words);
	const shown = await notify(words);
	if (typeof shown !== "string" || asksPerson(words.person)) return shown;
	const written = await writeTo(words);
	return typeof written === "string" ? `${shown}; ${written}` : written;
};
