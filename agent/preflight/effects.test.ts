// What people read about a command before anyone approves it: tables of commands with the line that the card shows.
import { expect, test } from "vitest";
import { effectsOfCalls, knownPrograms } from "../../domain/effects/programs/judge.ts";
import type { Effect } from "../../protocol/plan/effects.ts";
import { effectsLine } from "../../words/effects.ts";
import * as cmd from "./cases/cmd.ts";
import { programs as ofWindows } from "./cases/cmd-more.ts";
import * as posix from "./cases/posix.ts";
import { accounts } from "./cases/posix-accounts.ts";
import { calculated, evaluated, setting } from "./cases/posix-evaluated.ts";
import { hooks } from "./cases/posix-hooks.ts";
import { programs as ofUnix } from "./cases/posix-more.ts";
import { commandsIn as inCmd } from "./cmd/commands.ts";
import { commandsIn as inPosix } from "./posix/commands.ts";

test.each([...posix.ordinary, ...posix.hostile, ...ofUnix, ...accounts, ...hooks, ...evaluated])(
	"sh: %s",
	(text, line) => {
		expect(effectsLine(effectsOfCalls(inPosix(text), "unix"), "root")).toBe(line);
	},
);

test.each(calculated)("sh calculates with numbers alone, and reads only: %s", (text) => {
	expect(effectsLine(effectsOfCalls(inPosix(text), "unix"), null)).toBe("reads only");
});

test.each(setting)("sh sets what names mean, and nobody can tell what it does: %s", (text) => {
	expect(effectsOfCalls(inPosix(text), "unix")).toContainEqual(
		expect.objectContaining({ what: "unknown", target: expect.stringMatching(/PATH|PRELOAD|PA"TH"/) }),
	);
});

test.each([...cmd.ordinary, ...ofWindows])("cmd: %s", (text, line) => {
	expect(effectsLine(effectsOfCalls(inCmd(text), "windows"), "SYSTEM")).toBe(line);
});

/** They read whatever their arguments are: none of their options writes, runs or changes anything. */
const anyArguments = {
	unix: "cat head tail wc ls stat df du tac nl od hexdump strings cut paste join comm tr fold fmt rev column expand grep egrep fgrep zgrep zcat bzcat xzcat look cmp diff cksum sum md5sum sha1sum sha256sum sha512sum b2sum echo true false : pwd expr seq yes sleep basename dirname realpath readlink pathchk tty nproc arch id whoami groups users who w last lastb logname uname uptime free vmstat iostat mpstat ps pgrep pidof pstree getent lscpu lsmem lsblk lsusb lsmod lsns lsipc findmnt mountpoint modinfo netstat which whereis locate type printenv locale lsb_release getconf getfacl lsattr namei top htop cd pushd popd dirs shift return exit break continue times fg bg ulimit umask logout fstrim sync",
	windows:
		"dir type echo cls ver vol rem title cd chdir pushd popd prompt color pause setlocal endlocal goto exit break verify find findstr fc comp where whoami tree more hostname getmac systeminfo driverquery tasklist quser query qwinsta qprocess netstat sigverif dsquery dsget choice timeout chcp help appwiz.cpl ncpa.cpl notepad taskmgr services.msc calc winver",
};
/** What they ask for goes over the network, or is told apart by its words; their options change nothing. */
const anyOption = {
	unix: "test [ ping ping6 traceroute tracepath mtr nslookup dig host whois",
	windows: "ping nslookup tracert pathping",
};

const systems = {
	unix: {
		rows: [...posix.ordinary, ...posix.hostile, ...ofUnix, ...accounts, ...hooks],
		reads: (text: string) => readsOnly(effectsOfCalls(inPosix(text), "unix")),
		computed: ["$x", '"$x"', "a$x", "$(cat x)", "-$x"],
		option: ["--zzz-unknown", "-Y"],
	},
	windows: {
		rows: [...cmd.ordinary, ...ofWindows],
		reads: (text: string) => readsOnly(effectsOfCalls(inCmd(text), "windows")),
		computed: ["%x%", "a%x%", "/%x%"],
		option: ["/zzz", "-zzz"],
	},
};
const readsOnly = (effects: Effect[]): boolean => effects.some(({ what }) => what === "reads-only");

/** A command that reads only, with another word after its name, or at its end. */
const withWord = (text: string, word: string): string[] => {
	const [head = "", ...rest] = text.split(" ");
	return [[head, word, ...rest].join(" "), `${text} ${word}`];
};

test.each(["unix", "windows"] as const)(
	"A command of %s with a computed word or an unknown option never reads only, unless nothing it takes could change anything",
	(system) => {
		const { rows, reads, computed, option } = systems[system];
		const names = knownPrograms(system);
		const simple = rows
			.map(([text]) => text)
			.filter(
				(text) =>
					reads(text) && /^[^|&;<>(){}\n`'"$%@]+$/.test(text) && names.includes(text.split(" ")[0] ?? ""),
			);
		// What these run reads whatever it gets; a value may be any.
		const others = /^(?:builtin cd|env A=b printenv|set X=1)\b/;
		const open = (free: string[], words: string[]) =>
			[...names, ...simple.filter((text) => !others.test(text))]
				.filter((text) => !free.includes(text.split(" ")[0] ?? ""))
				.flatMap((text) => words.flatMap((word) => withWord(text, word)))
				// A word alone is only a text.
				.filter((text) => reads(text) && !/^(?:test|\[) "\$x"$/.test(text));
		const free = anyArguments[system].split(" ");
		expect(open(free, computed)).toEqual([]);
		expect(open([...free, ...anyOption[system].split(" ")], option)).toEqual([]);
	},
);

test("the tables know the usual programs of Linux and of Windows", () => {
	expect(knownPrograms("unix").length).toBeGreaterThan(80);
	expect(knownPrograms("windows").length).toBeGreaterThan(60);
});

test("A program in an unusual place isn't the one that the table knows", () => {
	const line = (path: string | null) =>
		effectsLine(effectsOfCalls(inPosix("sudo ls /etc"), "unix", [{ name: "ls", path }]), null);
	expect(line("/usr/bin/ls")).toBe("reads only");
	expect(line(null)).toBe("reads only");
	expect(line("/home/dana/bin/ls")).toBe("can't tell what “ls /etc” does");
});
