// PowerShell 7, for this system and for Windows: both are in NuGet's package of the .NET tool. Windows' one also needs .NET.
import { chmodSync, cpSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { dotnetVersion, powershellVersion } from "../tools.ts";
import { compileAhead } from "./ahead.ts";
import { only, packagesFromNuget } from "./nuget.ts";
import { run } from "./run.ts";

export const bringPowershell = async (folder: string): Promise<void> => {
	const own = join(folder, "own");
	await run("dotnet", ["tool", "install", "PowerShell", "--version", powershellVersion, "--tool-path", own]);
	const files = only(`${own}/.store/powershell/*/powershell/*/tools/*/any`);
	cpSync(join(files, "win"), join(folder, "windows", "pwsh"), { recursive: true });
	if (process.platform === "linux" && process.arch === "x64") await asReleased(own, join(files, "unix"));
	await bringDotnet(join(folder, "windows"));
};

/** Puts PowerShell's own files in place of the tool, which would start each as a second process. A start takes 0.3 s of CPU, not 0.8. */
const asReleased = async (own: string, files: string): Promise<void> => {
	const draft = `${own}.new`;
	cpSync(files, draft, { recursive: true });
	rmSync(own, { recursive: true });
	renameSync(draft, own);
	// Tests also start it as other users.
	chmodSync(join(own, "pwsh"), 0o755);
	await compileAhead(own, `${own}.ahead`);
};

const frameworks = ["Microsoft.NETCore.App", "Microsoft.WindowsDesktop.App"];

/** Lays the frameworks out as an installed .NET has them: https://learn.microsoft.com/dotnet/core/distribution-packaging */
const bringDotnet = async (folder: string): Promise<void> => {
	const restored = join(folder, "restore");
	const packages = await packagesFromNuget(
		frameworks.map((name) => `${name}.Runtime.win-x64`),
		restored,
	);
	for (const name of frameworks) {
		const files = join(
			packages,
			`${name}.Runtime.win-x64`.toLowerCase(),
			dotnetVersion,
			"runtimes",
			"win-x64",
		);
		const shared = join(folder, "dotnet", "shared", name, dotnetVersion);
		cpSync(join(files, "native"), shared, { recursive: true });
		cpSync(only(join(files, "lib", "*")), shared, { recursive: true });
	}
	const host = join(folder, "dotnet", "shared", "Microsoft.NETCore.App", dotnetVersion, "hostfxr.dll");
	cpSync(host, join(folder, "dotnet", "host", "fxr", dotnetVersion, "hostfxr.dll"));
	rmSync(restored, { recursive: true });
};
