// PowerShell 7, for this system and for Windows: both are in NuGet's package of the .NET tool. Windows' one also needs .NET.
import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dotnetVersion, powershellVersion } from "../tools.ts";
import { run } from "./run.ts";

export const bringPowershell = async (folder: string): Promise<void> => {
	const own = join(folder, "own");
	await run("dotnet", ["tool", "install", "PowerShell", "--version", powershellVersion, "--tool-path", own]);
	const windows = join(folder, "windows", "pwsh");
	cpSync(only(`${own}/.store/powershell/*/powershell/*/tools/*/any/win`), windows, { recursive: true });
	await bringDotnet(join(folder, "windows"));
};

const frameworks = ["Microsoft.NETCore.App", "Microsoft.WindowsDesktop.App"];

/** Lays the frameworks out as an installed .NET has them: https://learn.microsoft.com/dotnet/core/distribution-packaging */
const bringDotnet = async (folder: string): Promise<void> => {
	const project = join(folder, "restore");
	mkdirSync(project, { recursive: true });
	const wanted = frameworks.map(
		(name) => `<PackageDownload Include="${name}.Runtime.win-x64" Version="[${dotnetVersion}]" />`,
	);
	writeFileSync(
		join(project, "restore.csproj"),
		`<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
		<ItemGroup>${wanted.join("")}</ItemGroup></Project>`,
	);
	const packages = join(project, "packages");
	await run("dotnet", ["restore", project, "--packages", packages]);
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
	rmSync(project, { recursive: true });
};

const only = (pattern: string): string => {
	const [found, ...more] = globSync(pattern);
	if (found === undefined || more.length > 0) throw new Error(`Expected one ${pattern}.`);
	return found;
};
