// How many scripts chat can decide on: of a folder, or of the made-up ones.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judgeScript, madeScripts, type ScriptFile } from "../cards/testing/scripts.ts";
import { atLeast, print } from "./figures.ts";

/** `npm run bench -- scripts FOLDER` counts the scripts in and below it. */
export const scripts = (folder: string | undefined): void => {
	const judged = (folder === undefined ? madeScripts : scriptsIn(folder)).map(judgeScript);
	const count = (where: (typeof judged)[number]["where"]) =>
		judged.filter((one) => one.where === where).length;
	const share = (where: (typeof judged)[number]["where"]) => {
		const found = count(where);
		return `${found} (${((100 * found) / judged.length).toFixed(0)} %)`;
	};
	const figures = {
		"decided on in chat": share("chat"),
		"in the console, too long for chat": share("long"),
		"in the console, can be misread": share("odd"),
		"stopped, looks like a secret": share("secret"),
		"no text": share("unread"),
	};
	const aim = atLeast(Math.round((100 * count("chat")) / judged.length), 66, " % in chat");
	print(`${judged.length} scripts, ${folder ?? "made up"}`, figures, aim);
	if (process.argv.includes("--why"))
		for (const { name, where, why } of judged)
			if (where !== "chat") console.log(`  ${name}: ${where}, ${why}`);
};

const scriptsIn = (folder: string): ScriptFile[] =>
	readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((path) => /\.(?:ps1|bat|cmd|sh|bash)$/i.test(path))
		.map((path) => ({ name: path.split(/[\\/]/).at(-1) ?? path, bytes: readFileSync(join(folder, path)) }));
