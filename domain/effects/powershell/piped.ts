// What reaches a command through its pipeline, as far as the pipeline's first command names it.
import { bound } from "./bind.ts";
import { commandOf, textsOf } from "./command.ts";
import type { Constants } from "./constants.ts";
import { standardName } from "./lookup.ts";
import type { Piped } from "./rules.ts";
import type { Node } from "./tree.ts";

/** Commands that name what they find, and by which parameter. `all`: what they name is all of it. */
const sources = new Map<string, { parameters: string; all: boolean }>([
	...of("get-service gsv", "Name|ServiceName@0 DisplayName", true),
	...of("get-process gps ps", "Name|ProcessName@0 Id", true),
	...of("get-item gi", "Path|LiteralPath@0", true),
	...of("get-childitem gci ls dir", "Path|LiteralPath@0 Filter@1", false),
	...of(
		"get-localuser glu get-scheduledtask get-netfirewallrule get-printer get-netadapter get-appxpackage get-package get-vm get-job",
		"Name|TaskName|DisplayName@0",
		true,
	),
	...of("get-aduser get-adcomputer get-adgroup", "Identity@0", true),
	...of("get-ciminstance gcim get-wmiobject gwmi", "ClassName|Class@0", false),
	...of("get-volume get-disk get-partition", "DriveLetter|Number@0", true),
]);

function of(
	names: string,
	parameters: string,
	all: boolean,
): [string, { parameters: string; all: boolean }][] {
	return names.split(" ").map((name) => [name, { parameters, all }]);
}

export const pipedInto = (node: Node, constants: Constants): Piped | null => {
	const pipeline = node.parent;
	if (pipeline?.is !== "Pipeline") return null;
	const at = pipeline.children.indexOf(node);
	const [first, ...between] = pipeline.children.slice(0, at);
	if (!first) return null;
	const filtered = between.length > 0;
	if (first.is === "CommandExpression") {
		const texts = first.children.flatMap((child) => textsOf(child, constants));
		return texts.every(({ constant }) => constant) ? { texts, among: filtered } : null;
	}
	const command = commandOf(first, constants);
	const source = sources.get(standardName(command.name ?? "") ?? "");
	if (!source) return null;
	const given = bound(command, source.parameters);
	const names = source.parameters.split(" ").map((one) => one.split(/[|@]/)[0] ?? "");
	const texts = names.map((one) => given.get(one)).find((one) => one !== null);
	return texts ? { texts, among: filtered || !source.all } : null;
};
