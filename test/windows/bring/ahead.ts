// PowerShell's code, compiled ahead as in its own releases. In NuGet's package it isn't: each start compiles what it runs.
import { chmodSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { dotnetVersion } from "../tools.ts";
import { packagesFromNuget } from "./nuget.ts";
import { run } from "./run.ts";

/** What each start runs. C#'s compiler isn't among it: compiling that takes longer than it would save. */
const assemblies = [
	"System.Management.Automation",
	"Microsoft.PowerShell.ConsoleHost",
	"Microsoft.PowerShell.Commands.Management",
	"Microsoft.PowerShell.Commands.Utility",
	"Microsoft.PowerShell.Security",
	"pwsh",
];

/** Compiles them in that folder. `work`: for what that takes, gone afterwards. */
export const compileAhead = async (folder: string, work: string): Promise<void> => {
	const compiler = "Microsoft.NETCore.App.Crossgen2.linux-x64";
	const packages = await packagesFromNuget([compiler], work);
	const program = join(packages, compiler.toLowerCase(), dotnetVersion, "tools", "crossgen2");
	chmodSync(program, 0o755);
	const references = ["-r", join(folder, "*.dll"), "-r", join(await framework(), "*.dll")];
	const target = ["--targetos", "linux", "--targetarch", "x64", "-O"];
	for (const name of assemblies) {
		const compiled = join(work, `${name}.dll`);
		await run(program, [join(folder, `${name}.dll`), "-o", compiled, ...references, ...target]);
		renameSync(compiled, join(folder, `${name}.dll`));
	}
	rmSync(work, { recursive: true });
};

/** Where .NET's newest framework is that this system's PowerShell runs on. */
const framework = async (): Promise<string> => {
	const told = await run("dotnet", ["--list-runtimes"]);
	const [, version, folder] =
		[...told.matchAll(/^Microsoft\.NETCore\.App (10\.\S+) \[(.+)\]$/gm)].at(-1) ?? [];
	if (!version || !folder) throw new Error(`dotnet names no framework of .NET 10:\n${told}`);
	return join(folder, version);
};
