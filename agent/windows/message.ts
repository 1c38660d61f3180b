// A small window of Windows in the session of the user at the screen.
// https://learn.microsoft.com/windows/win32/api/wtsapi32/nf-wtsapi32-wtssendmessagew
import { asksPerson, type PersonChoice } from "../../protocol/plan/person.ts";
import { labels, type Shown, title, type Words } from "../person/words.ts";
import { lazily, native } from "./native.ts";

/** A text says why Windows doesn't show it. A question stays until it is answered or its time is over, though its plan be cancelled:
 * Windows takes none away. */
type Show = (words: Words) => Promise<Shown | string>;

/** Each open window keeps one of Node's four threads. */
const mostOpen = 2;

export const newMessageBoxes = (ask: Ask): Show => {
	let open = 0;
	return async ({ person, offered, target }) => {
		if (target.session === null) return "their session isn't known";
		if (open >= mostOpen) return "earlier messages are still on their screen";
		const asks = asksPerson(person);
		const words = asks ? `${person.text}\n\n${buttonsText(offered)}` : person.text;
		const buttons = offered.length > 1 ? yesNo : ok;
		const pressed = ask(target.session, words, buttons, asks ? person.wait : 0);
		open += 1;
		const answered = pressed.finally(() => {
			open -= 1;
		});
		if (!asks) {
			const response = await answered;
			return response === null ? failed : { by, answer: new Promise(() => {}), end: () => {} };
		}
		const answer = answered.then((response) =>
			response === null ? { because: failed } : answerOf(response),
		);
		return { by, answer, end: () => {} };
	};
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

/** What the person pressed, as a number; null: it failed. */
type Ask = (session: number, words: string, buttons: number, seconds: number) => Promise<number | null>;

const askWindows: Ask = (session, words, buttons, seconds) => {
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

export const messageBox = newMessageBoxes(askWindows);
