// Who is at the endpoint's screen now: logind's sessions, or, where it isn't there, what `who` reads.
import { existsSync } from "node:fs";
import { type SessionHere, sessionsHere } from "../windows/sessions.ts";
import { ask } from "./ask.ts";

/** `active`: in front of the others. `display`: X11's. `terminal`: below `/dev`. `session`: Windows' number of it. */
export type AtScreen = {
	name: string;
	active: boolean;
	display: string | null;
	terminal: string | null;
	session: number | null;
};

/** Each user once; the active session before others of the same user. No one, too, where the system doesn't tell. */
export const atScreen = async (): Promise<AtScreen[]> => (await askAtScreen()) ?? [];

/** The same; null: the system doesn't tell. */
export const askAtScreen = async (): Promise<AtScreen[] | null> => {
	const found =
		process.platform === "win32"
			? sessionsHere().map(inSession)
			: ((await fromLogind()) ?? (await fromWho()));
	if (found === null) return null;
	const sorted = found.toSorted((a, b) => Number(b.active) - Number(a.active));
	return sorted.filter(({ name }, i) => sorted.findIndex((one) => one.name === name) === i);
};

const inSession = (one: SessionHere): AtScreen => ({ ...one, display: null, terminal: null });

/** What that user's programs find their desktop by: on Linux, where `pam_systemd` made it. */
export const desktopOf = ({ display }: Pick<AtScreen, "display">, uid: number): Record<string, string> => {
	const folder = `/run/user/${uid}`;
	return {
		...(existsSync(folder) ? { XDG_RUNTIME_DIR: folder } : {}),
		...(existsSync(`${folder}/bus`) ? { DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/bus` } : {}),
		...(display ? { DISPLAY: display } : {}),
	};
};

/** https://www.freedesktop.org/software/systemd/man/loginctl.html. Null: there is no logind. */
const fromLogind = async (): Promise<AtScreen[] | null> => {
	const listed = await ask("loginctl", ["list-sessions", "--no-legend", "--no-pager"]);
	if (listed === null) return null;
	const ids = listed.split("\n").flatMap((line) => /^\s*(\S+)/.exec(line)?.[1] ?? []);
	if (ids.length === 0) return [];
	const shown = await ask("loginctl", ["show-session", "--no-pager", ...properties, ...ids]);
	return shown === null ? null : shown.split(/\n\n+/).flatMap(inLogind);
};

const names = ["Name", "Class", "Remote", "Seat", "TTY", "Display", "Type", "State", "Active"];
const properties = names.map((name) => `--property=${name}`);

/** One session's properties, a line each. A greeter has no user, and one that is over is closing. */
export const inLogind = (block: string): AtScreen[] => {
	const of = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(block)?.[1] ?? "";
	const hasScreen = of("Seat") !== "" || /^(?:x11|wayland|mir)$/.test(of("Type"));
	if (of("Class") !== "user" || of("Remote") === "yes" || of("State") === "closing" || !hasScreen) return [];
	return [
		{
			name: of("Name"),
			active: of("Active") === "yes",
			display: of("Display") || null,
			terminal: of("TTY") || null,
			session: null,
		},
	];
};

const fromWho = async (): Promise<AtScreen[] | null> => {
	const listed = await ask("who", []);
	return listed === null ? null : listed.split("\n").flatMap(atScreenInWho);
};

/** `dana     tty2         2024-01-12 16:47 (tty2)`, `dana :0 …`, `dana pts/0 … (:0)`; who came over the network is at no screen. */
export const atScreenInWho = (line: string): AtScreen[] => {
	const [, name = "", terminal = "", from = ""] =
		/^(.*\S)\s+(\S+)\s+(?:\d{4}-\d\d-\d\d|[A-Za-z]{3} +\d{1,2}) +\d\d:\d\d(?:.*\((.*)\))?/.exec(line) ?? [];
	const display = [terminal, from].find((one) => /^:\d/.test(one)) ?? null;
	if (name === "" || (display === null && !/^(?:tty|seat|console)/.test(terminal))) return [];
	const isFile = /^(?:tty|pts\/|console)/.test(terminal);
	return [{ name, active: false, display, terminal: isFile ? terminal : null, session: null }];
};
