// Which paths Windows would look for on another machine: it presents the asking account there, and may wait for an answer for ever.
import { win32 } from "node:path";

/** By Windows' rules, as a PATH may hold it. Devices (`\\.\`) count too. */
export const isOnNetwork = (path: string): boolean => {
	const plain = path.replaceAll('"', "").trim();
	return /^[\\/](?:[\\/]|\?\?[\\/])/.test(plain) || win32.resolve(plain).startsWith("\\\\");
};
