// What someone wrote into the console's form, as the reader of plans takes it.
import type { Filled } from "../../bots/proposal.ts";
import { fields, type PlanField } from "../../cards/kinds/plan-fields.ts";
import type { FileMeta, Written } from "../../console/propose/view.ts";
import { endings, plainName } from "../../domain/script.ts";
import { Shell } from "../../protocol/plan/plan.ts";
import type { Script } from "../../protocol/plan/script.ts";

export const names = Object.keys(fields) as PlanField[];

export const filled = ({ endpoints, values, file }: Written): Filled => {
	const given = Object.fromEntries(names.map((name) => [name, values[name]]));
	return {
		endpoints,
		notBefore: values.notBefore ? Date.parse(`${values.notBefore}Z`) : null,
		values: { ...given, ...(file?.lines === "crlf" && { command: crlf(values.command ?? "") }) },
		...(file && { file: scriptOf(file, values.shell) }),
	};
};

export const crlf = (text: string): string => text.replaceAll("\n", "\r\n");

/** Its name as the shell needs it. What ends for another shell keeps its ending: the Session says so. */
export const scriptOf = (
	{ name, encoding }: Pick<FileMeta, "name" | "encoding">,
	chosen: string | undefined,
): Omit<Script, "arguments"> => {
	const shells = Object.keys(endings) as Shell[];
	const own = shells.find((shell) => endings[shell].some((ending) => name.toLowerCase().endsWith(ending)));
	const shell = own ?? Shell.safeParse(chosen).data ?? "sh";
	return { name: plainName(name, shell), encoding };
};
