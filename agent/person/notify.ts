// A notification on the desktop of the user at the screen, by their own notify-send:
// https://manpages.debian.org/stable/libnotify-bin/notify-send.1.en.html
import { spawn } from "node:child_process";
import { asksPerson, PersonChoice } from "../../protocol/plan/person.ts";
import { accountOf, launcherOf } from "../machine/account.ts";
import { environmentFor } from "../machine/environment.ts";
import { runMark } from "../process/processes.ts";
import { onPath } from "../process/programs.ts";
import { type End, endOf, toldBy } from "./child.ts";
import { labels, type Shown, title, type Words } from "./words.ts";

/** A text says why it can't be shown. */
export const notify = async (words: Words): Promise<Shown | string> => {
	const program = onPath("notify-send", process.env.PATH ?? "");
	if (!program) return "this machine has no notify-send";
	const account = await accountOf({ kind: "logged-on", name: words.target.name }, words.where);
	if (typeof account === "string") return account;
	const { [runMark]: _, ...env } = environmentFor(account, "", "sh");
	const [command = program, ...args] = [...launcherOf(account), program, ...argumentsFor(words)];
	const { become } = account;
	const child = spawn(command, args, {
		...(become && launcherOf(account).length === 0 ? { uid: become.uid, gid: become.gid } : {}),
		env,
		cwd: "/",
		stdio: ["ignore", "pipe", "pipe"],
	});
	// It ends at once where it only tells, and with the answer where it asks.
	if (asksPerson(words.person)) {
		const answer = endOf("notify-send", child, words.over).then(answerIn);
		return { by: "notify-send", answer, end: () => void child.kill() };
	}
	const { because } = await toldBy("notify-send", child, words.over);
	return because ?? { by: "notify-send", answer: new Promise(() => {}), end: () => {} };
};

/** Its body is markup, in which backslashes escape too. */
const argumentsFor = ({ person, offered }: Words): string[] => [
	...["--app-name=Caisey", "--urgency=critical"],
	...(offered.length > 0 ? ["--wait", ...offered.map((one) => `--action=${one}=${labels[one]}`)] : []),
	...["--", title, markup(person.text)],
];

const markup = (text: string): string =>
	text.replaceAll("\\", "\\\\").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Closed without a choice: no answer, once the time for it is over. */
const answerIn = ({ because, printed }: End): Awaited<Shown["answer"]> | Promise<never> => {
	if (because !== null) return { because };
	const chosen = PersonChoice.safeParse(printed.trim().split("\n").at(-1));
	return chosen.success ? chosen.data : new Promise<never>(() => {});
};
