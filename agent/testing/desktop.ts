// Stand-ins for a desktop on this machine, found before the real ones on PATH: who is logged on, by a loginctl that answers as
// logind's does.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

export type Session = { name: string; remote?: boolean; seat?: string; active?: boolean; display?: string };

/** `end` takes them away. */
export const fakeDesktop = () => {
	const before = process.env.PATH ?? "";
	const folder = mkdtempSync(join(tmpdir(), "caisey-desktop-"));
	chmodSync(folder, 0o755);
	process.env.PATH = `${folder}${delimiter}${before}`;
	const program = (name: string, script: string): void => {
		writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
		chmodSync(join(folder, name), 0o755);
	};
	const logsOn = (...sessions: Session[]): void => {
		writeFileSync(join(folder, "list"), sessions.map((one, i) => `c${i} 1000 ${one.name} seat0\n`).join(""));
		writeFileSync(join(folder, "shown"), sessions.map(shown).join("\n"));
		program("loginctl", `case "$1" in list-sessions) cat ${folder}/list;; *) cat ${folder}/shown;; esac`);
	};
	return {
		folder,
		program,
		logsOn,
		without: (name: string) => rmSync(join(folder, name), { force: true }),
		end() {
			process.env.PATH = before;
			rmSync(folder, { recursive: true });
		},
	};
};

const shown = ({ name, remote = false, seat = "seat0", active = true, display = "" }: Session): string =>
	[
		...[`Name=${name}`, "Class=user", `Remote=${remote ? "yes" : "no"}`, `Seat=${seat}`, "TTY="],
		...[`Display=${display}`, "Type=wayland", "State=active", `Active=${active ? "yes" : "no"}`, ""],
	].join("\n");
