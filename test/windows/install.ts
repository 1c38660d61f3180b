// `npm run windows`: brings what stands in for a Windows machine (Wine 10, Node and PowerShell for Windows), and PowerShell for this
// system, into a folder outside the project. What is there already stays. Exit code 1: something is missing afterwards.
import { existsSync, renameSync, rmSync } from "node:fs";
import { bringNative } from "../../agent/build.ts";
import { lockTools } from "./bring/lock.ts";
import { bringNode } from "./bring/node.ts";
import { bringPowershell } from "./bring/powershell.ts";
import { works } from "./bring/run.ts";
import { bringWine } from "./bring/wine.ts";
import { parts, toolsFolder } from "./tools.ts";
import { namespace } from "./wine.ts";

const say = (line: string) => process.stderr.write(`${line}\n`);

type Part = {
	name: string;
	folder: string;
	/** Why this machine can't have it, and what would help; null: it can. */
	lacks: () => string | null;
	bring: (folder: string) => Promise<void>;
};

const lacksTools = (...tools: string[]): string | null => {
	const missing = tools.filter((tool) => !works("sh", "-c", `command -v ${tool}`));
	return missing.length === 0 ? null : `It needs ${missing.join(" and ")}.`;
};

const lacksForWine = (): string | null => {
	if (process.platform !== "linux" || process.arch !== "x64") return "It needs Linux on x64.";
	const missing = lacksTools("apt-get", "dpkg-deb", "tar", "unshare", "chroot");
	if (missing) return missing;
	return works("unshare", ...namespace(), "true")
		? null
		: "It needs root, or a system where every user may make namespaces.";
};

const all: Part[] = [
	{ name: "Wine 10", folder: parts.wine(), lacks: lacksForWine, bring: bringWine },
	{
		name: "Node for Windows",
		folder: parts.node(),
		lacks: () => lacksTools("npm", "tar"),
		bring: bringNode,
	},
	{
		name: "The agent's native file for Windows",
		folder: parts.native(),
		lacks: () => lacksTools("npm", "tar"),
		bring: async (folder) => bringNative("x64", folder),
	},
	{
		name: "PowerShell for Windows and this system",
		folder: parts.powershell(),
		lacks: () => {
			const missing = lacksTools("dotnet");
			return missing && `${missing} Install the .NET SDK 10.`;
		},
		bring: bringPowershell,
	},
];

/** Whole or not at all: made beside its place, then moved there. */
const bring = async ({ name, folder, lacks, bring }: Part): Promise<boolean> => {
	if (existsSync(folder)) return true;
	const reason = lacks();
	if (reason !== null) {
		say(`SKIPPED: ${name}. ${reason}`);
		return false;
	}
	const since = performance.now();
	const draft = `${folder}.new`;
	rmSync(draft, { recursive: true, force: true });
	try {
		await bring(draft);
		renameSync(draft, folder);
	} catch (thrown) {
		say(`FAILED: ${name}. ${thrown instanceof Error ? thrown.message : thrown}`);
		return false;
	}
	say(`${name}: ready after ${Math.round((performance.now() - since) / 1000)} s.`);
	return true;
};

const release = lockTools(toolsFolder, say);
const there = await Promise.all(all.map(bring));
release();
if (there.every(Boolean)) say(`Everything for the Windows part of the tests is in ${toolsFolder}.`);
else process.exitCode = 1;
