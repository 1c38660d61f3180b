// How a Windows program is started here: Wine in its own `/`, in a mount namespace that ends with it, so that nothing stays mounted.
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../local/child.ts";
import { parts, quickDotnet, toolsFolder } from "./tools.ts";

type Wine = {
	/** Wine's `/`. */
	root?: string;
	/** The folder with the machine's `C:` and registry. */
	c: string;
	/** A Windows program, or `wineserver`. */
	program: string;
	args: string[];
	/** Further folders that it sees, at their own paths. */
	sees?: string[];
};

/** A path of this system, as programs under Wine name it. */
export const onZ = (path: string): string => `Z:${path.replaceAll("/", "\\")}`;

/** The command of this system that starts it. */
export const underWine = ({ root = parts.wine(), c, program, args, sees = [] }: Wine) => {
	const seen = [...new Set([tmpdir(), toolsFolder, projectFolder, c, ...sees])].sort();
	for (const path of ["/proc", "/sys", "/dev", ...seen]) mkdirSync(join(root, path), { recursive: true });
	const inside = program === "wineserver" ? [wineserver] : [wine, program];
	return {
		program: "unshare",
		args: [...namespace(), "sh", "-ec", enter, root, ...seen, "--", ...inside, ...args],
		env: environment(c),
	};
};

/** Whoever isn't root gets a user namespace, where the system allows that. */
export const namespace = (): string[] =>
	process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];

const wine = "/usr/lib/wine/wine64";
const wineserver = "/usr/lib/wine/wineserver64";

const enter = `
for path in /proc /sys /dev; do mount --rbind "$path" "$0$path"; done
while [ "$1" != -- ]; do mount --bind "$1" "$0$1"; shift; done
shift
exec chroot "$0" "$@"`;

/** Neither TMPDIR nor XDG_RUNTIME_DIR: Debian's wineserver frees them and dies. */
const environment = (c: string): NodeJS.ProcessEnv => ({
	PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
	HOME: c,
	// File names are UTF-8; libc-bin has this locale.
	LC_ALL: "C.UTF-8",
	WINEPREFIX: c,
	WINESERVER: wineserver,
	WINEDEBUG: "-all",
	WINEPATH: onZ(join(parts.powershell(), "windows", "pwsh")),
	DOTNET_ROOT: onZ(join(parts.powershell(), "windows", "dotnet")),
	DOTNET_CLI_TELEMETRY_OPTOUT: "1",
	POWERSHELL_TELEMETRY_OPTOUT: "1",
	POWERSHELL_UPDATECHECK: "Off",
	...quickDotnet,
});
