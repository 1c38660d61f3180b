// A small window of Windows in the session of the user at the screen.
// https://learn.microsoft.com/windows/win32/api/wtsapi32/nf-wtsapi32-wtssendmessagew
import { asksPerson, type PersonChoice } from "../../protocol/plan/person.ts";
import { labels, type Shown, title, type Words } from "../person/words.ts";
import { lazily, native } from "./native.ts";

/** A text says why Windows doesn't show it. */
export const messageBox = async ({ person, offered, target }: Words): Promise<Shown | string> => {
	if (target.session === null) return "their session isn't known";
	const asks = asksPerson(person);
	const words = asks ? `${person.text}\n\n${buttonsText(offered)}` : person.text;
	const buttons = offered.length > 1 ? yesNo : ok;
	const answered = ask(target.session, words, buttons, asks ? person.wait : 0);
	if (!asks) {
		const response = await answered;
		return response === null ? failed : { by, answer: new Promise(() => {}), end: () => {} };
	}
	const answer = answered.then((response) => (response === null ? { because: failed } : answerOf(response)));
	return { by, answer, end: () => {} };
};

const by = "WTSSendMessageW";
const failed = "Windows shows no window in their session";

/** Windows has no buttons of one's own there, and names these in its language. */
const buttonsText = (offered: PersonChoice[]): string =>
	offered.length > 1 ? `Yes: ${labels.now}. No: ${labels["in-an-hour"]}.` : `OK: ${labels.now}.`;

const [ok, yesNo] = [0, 4];
/** MB_ICONINFORMATION, MB_SETFOREGROUND, MB_TOPMOST. */
const look = 0x40 | 0x10000 | 0x40000;

/** IDOK, IDYES, IDNO; others say that the time is over. */
const answerOf = (response: number): PersonChoice | null =>
	response === 1 || response === 6 ? "now" : response === 7 ? "in-an-hour" : null;

/** Windows waits for the answer in a thread of its own. Null: it failed. */
const ask = (session: number, words: string, buttons: number, seconds: number): Promise<number | null> => {
	const response: [number] = [0];
	const bytes = (text: string) => Buffer.byteLength(text, "utf16le");
	const args = [null, session, title, bytes(title), words, bytes(words), buttons | look, seconds, response];
	const { promise, resolve } = Promise.withResolvers<number | null>();
	functions().WTSSendMessageW.async(...args, seconds > 0, (thrown: unknown, shown: boolean) =>
		resolve(thrown || !shown ? null : response[0]),
	);
	return promise;
};

const functions = lazily(() => ({
	WTSSendMessageW: native()
		.load("wtsapi32.dll")
		.func(
			"bool __stdcall WTSSendMessageW(void *server, uint32_t session, str16 title, uint32_t titleBytes, str16 text, uint32_t textBytes, uint32_t style, uint32_t seconds, _Out_ uint32_t *response, bool wait)",
		),
}));
