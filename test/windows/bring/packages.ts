// Debian's Wine with all that it depends on, unpacked into a folder: the machine's own apt fetches it, from the mirror that the
// machine uses anyway, into a state of its own.
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianSuite } from "../tools.ts";
import { run } from "./run.ts";

export const unpackDebian = async (root: string, packages: string[]): Promise<void> => {
	const state = join(root, "apt-state");
	const archives = join(state, "cache", "archives");
	mkdirSync(join(archives, "partial"), { recursive: true });
	mkdirSync(join(state, "lists", "partial"), { recursive: true });
	const options = existsSync(keyring) ? `[signed-by=${keyring}] ` : "";
	writeFileSync(join(state, "sources.list"), `deb ${options}${await mirror()} ${debianSuite} main\n`);
	writeFileSync(join(state, "apt.conf"), configuration(state));
	const env = { ...process.env, APT_CONFIG: join(state, "apt.conf") };
	await run("apt-get", ["update", "-qq"], { env });
	const download = ["install", "-qq", "-y", "--no-install-recommends", "--download-only"];
	await run("apt-get", [...download, ...packages], { env });
	const files = globSync(join(archives, "*.deb"));
	await Promise.all([unpackEach(files, root), unpackEach(files, root)]);
	rmSync(state, { recursive: true });
};

/** Takes from a list that several take from. */
const unpackEach = async (files: string[], root: string): Promise<void> => {
	const unpack = 'dpkg-deb --fsys-tarfile "$0" | tar -x -C "$1" --keep-directory-symlink --no-same-owner';
	for (let file = files.pop(); file; file = files.pop()) await run("sh", ["-c", unpack, file, root]);
};

/** Debian's keys, where Debian has them. */
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** The first of this machine's Debian mirrors; its other releases are on it too. */
const mirror = async (): Promise<string> => {
	const format = "$(REPO_URI)|$(COMPONENT)";
	const told = await run("apt-get", ["indextargets", "--format", format, "Created-By: Packages"]);
	const found = told.split("\n").find((line) => /\/debian\/?\|main$/.test(line));
	if (!found) throw new Error("The apt sources of this machine name no Debian mirror.");
	return found.slice(0, found.lastIndexOf("|"));
};

const configuration = (state: string): string =>
	[
		`Dir::State "${state}";`,
		`Dir::State::Lists "${state}/lists";`,
		// Nothing is installed: all that is depended on comes along.
		'Dir::State::status "/dev/null";',
		`Dir::Cache "${state}/cache";`,
		`Dir::Etc::SourceList "${state}/sources.list";`,
		'Dir::Etc::SourceParts "/dev/null";',
		'Dir::Etc::PreferencesParts "/dev/null";',
		'APT::Architecture "amd64";',
		'APT::Architectures { "amd64"; };',
		'APT::Sandbox::User "";',
	].join("\n");
