// Packages from NuGet, by the sources that the machine's .NET SDK is configured for.
import { globSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dotnetVersion } from "../tools.ts";
import { run } from "./run.ts";

/** Packages of .NET's own version, into `folder`; returns where they are, each as `<name in small letters>/<version>`. */
export const packagesFromNuget = async (names: string[], folder: string): Promise<string> => {
	mkdirSync(folder, { recursive: true });
	const wanted = names.map((name) => `<PackageDownload Include="${name}" Version="[${dotnetVersion}]" />`);
	writeFileSync(
		join(folder, "restore.csproj"),
		`<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
		<ItemGroup>${wanted.join("")}</ItemGroup></Project>`,
	);
	const packages = join(folder, "packages");
	await run("dotnet", ["restore", folder, "--packages", packages]);
	return packages;
};

export const only = (pattern: string): string => {
	const [found, ...more] = globSync(pattern);
	if (found === undefined || more.length > 0) throw new Error(`Expected one ${pattern}.`);
	return found;
};
