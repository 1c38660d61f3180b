// Under whose account a program runs another.
import type { CalledWord } from "../../called.ts";
import { argumentsOf } from "../arguments.ts";
import { commandAt } from "../rules.ts";

export const sudo = {
	values: "-u -g -C -D -p -T --user --group --chdir --prompt",
	flags: "-A -b -E -H -K -k -n -P -S -s -i --login --non-interactive --preserve-env --set-home --stdin",
};

/** Whether what runs below it has another account than the step: whose it is, the text says then. */
export const isAsOther = (name: string, words: CalledWord[]): boolean => {
	const account = accountOf(name, words);
	return account !== undefined && !/^(?:root|#?0)?$/.test(account);
};

const accountOf = (name: string, words: CalledWord[]): string | undefined => {
	if (name === "sudo" || name === "doas") {
		const { values } = argumentsOf(
			words.slice(0, commandAt(words, sudo.values, sudo.flags).at),
			"unix",
			sudo.values,
		);
		return values.get("-u") ?? values.get("--user");
	}
	if (name === "systemctl") {
		const { values } = argumentsOf(words, "unix", "-M --machine");
		return /^([^@]*)@/.exec(values.get("-M") ?? values.get("--machine") ?? "")?.[1];
	}
	if (name !== "su" && name !== "runuser") return undefined;
	const { values, operands } = argumentsOf(
		words,
		"unix",
		"-u -c -s -g -G -w -C --user --command --session-command --shell --group --supp-group --whitelist-environment",
	);
	return values.get("-u") ?? values.get("--user") ?? operands.find(({ text }) => text !== "-")?.text;
};
