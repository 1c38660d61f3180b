// Which paths Windows would look for on another machine: it presents the asking account there, and may wait for an answer for ever.
import { readlink } from "node:fs/promises";
import { join, parse, resolve, sep, win32 } from "node:path";

/** By Windows' rules, as a PATH may hold it. Devices (`\\.\`) count too. */
export const isOnNetwork = (path: string): boolean => {
	const plain = path.replaceAll('"', "").trim();
	return /^[\\/](?:[\\/]|\?\?[\\/])/.test(plain) || win32.resolve(plain).startsWith("\\\\");
};

/** The same, also where a link on the way leads there: links are read, none is followed. Elsewhere than on Windows a link leads to no
 * other machine by its text. */
export const leadsToNetwork = async (
	path: string,
	onWindows = process.platform === "win32",
): Promise<boolean> => {
	if (isOnNetwork(path)) return true;
	if (!onWindows) return false;
	let [at, names] = partsOf(path);
	let links = 0;
	for (let name = names.shift(); name !== undefined; name = names.shift()) {
		const next = join(at, name);
		const target = await readlink(next).catch(() => null);
		if (target === null || isVolume.test(target)) {
			at = next;
			continue;
		}
		links++;
		if (isOnNetwork(target) || links > mostLinks) return true;
		const [root, more] = partsOf(resolve(at, target));
		[at, names] = [root, [...more, ...names]];
	}
	return false;
};

/** A drive of this machine as a folder. */
const isVolume = /^\\\\\?\\Volume\{/i;
/** Windows follows 63, Linux 40. */
const mostLinks = 40;

const partsOf = (path: string): [root: string, names: string[]] => {
	const whole = resolve(path);
	const { root } = parse(whole);
	return [root, whole.slice(root.length).split(sep).filter(Boolean)];
};
