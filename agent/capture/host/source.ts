// The whole source of the host, in C# 5 and against what Windows PowerShell 5.1 has too.
import { channel } from "./channel.ts";
import { commands } from "./commands.ts";
import { engine } from "./engine.ts";
import { errors } from "./errors.ts";
import { fields } from "./fields.ts";
import { host } from "./host.ts";
import { json } from "./json.ts";
import { natives } from "./natives.ts";
import { outDefault } from "./out-default.ts";
import { output } from "./output.ts";
import { positions } from "./positions.ts";
import { answer } from "./preflight/answer.ts";
import { manifests } from "./preflight/manifests.ts";
import { names } from "./preflight/names.ts";
import { syntax } from "./preflight/syntax.ts";
import { progress } from "./progress.ts";
import { prompts } from "./prompts.ts";
import { runner } from "./runner.ts";
import { screen } from "./screen.ts";
import { startProcess } from "./start-process.ts";
import { stepText } from "./step-text.ts";
import { ui } from "./ui.ts";

const uses = [
	...["System", "System.Collections", "System.Collections.Generic", "System.Collections.ObjectModel"],
	...["System.Diagnostics", "System.Globalization", "System.IO", "System.IO.Pipes", "System.Reflection"],
	...[
		"System.Runtime.CompilerServices",
		"System.Runtime.ExceptionServices",
		"System.Security",
		"System.Text",
		"System.Text.RegularExpressions",
	],
	...["System.Threading", "System.Management.Automation", "System.Management.Automation.Host"],
	...["System.Management.Automation.Language", "System.Management.Automation.Runspaces"],
	"Microsoft.PowerShell.Commands",
];

const parts = [
	...[runner, stepText, host, ui, screen, prompts, fields, progress, output, outDefault],
	...[errors, natives, startProcess, commands, engine, positions, channel, json],
	...[answer, syntax, names, manifests],
];

export const hostSource = [...uses.map((name) => `using ${name};`), "namespace Caisey {", ...parts, "}"].join(
	"\n",
);
