// The words on the terminal of the user at the screen: https://manpages.debian.org/stable/bsdextrautils/write.1.en.html
import { spawn } from "node:child_process";
import { once } from "node:events";
import { onPath } from "../process/programs.ts";
import { type Shown, title, type Words } from "./words.ts";

/** A text says why it can't be. */
export const writeTo = async ({ person, target }: Words): Promise<Shown | string> => {
	const program = onPath("write", process.env.PATH ?? "");
	if (!program) return "it has no write";
	const args = [target.name, ...(target.terminal === null ? [] : [target.terminal])];
	const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"] });
	const said = child.stderr.toArray();
	child.stdin.on("error", () => {});
	child.stdin.end(`${title}:\n${person.text}\n`);
	try {
		const [code] = await once(child, "close");
		if (code === 0) return { by: "write", answer: new Promise(() => {}), end: () => {} };
		return `write: ${(await said).join("").trim().slice(0, 300) || `exit ${code}`}`;
	} catch (thrown) {
		return `write: ${thrown}`;
	}
};
