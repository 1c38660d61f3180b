// The words on the terminal of the user at the screen: https://manpages.debian.org/stable/bsdextrautils/write.1.en.html
import { spawn } from "node:child_process";
import { onPath } from "../process/programs.ts";
import { toldBy } from "./child.ts";
import { type Shown, title, type Words } from "./words.ts";

/** A text says why it can't be. */
export const writeTo = async ({ person, target, over }: Words): Promise<Shown | string> => {
	const program = onPath("write", process.env.PATH ?? "");
	if (!program) return "it has no write";
	const args = [target.name, ...(target.terminal === null ? [] : [target.terminal])];
	const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"] });
	child.stdin.on("error", () => {});
	child.stdin.end(`${title}:\n${person.text}\n`);
	const { because } = await toldBy("write", child, over);
	return because ?? { by: "write", answer: new Promise(() => {}), end: () => {} };
};
