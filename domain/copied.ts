// What was copied from a terminal along with a command: a shell takes its prompt for a part of it. In doubt there is none.

/** As conda and Python's virtual environments write it: `(base) `. */
const environment = String.raw`(?:\([\w.-]+\) )?`;
const prompts = [
	/^[ \t]*\$(?= )/,
	new RegExp(String.raw`^[ \t]*${environment}PS (?:[A-Za-z]:|[/~])[^>\n]*>`),
	// Of cmd: a drive's root, or a folder.
	new RegExp(String.raw`^[ \t]*${environment}[A-Za-z]:\\>(?= ?["\w])`),
	new RegExp(String.raw`^[ \t]*${environment}([A-Za-z]:\\[^<>|&"/:\n]*[^<>|&"/:\s])>(?=["\w])`),
	new RegExp(String.raw`^[ \t]*${environment}\[?[\w.-]+@[\w.-]+[: ][^\s$#%\]]*\]?[$#](?= )`),
	// Of zsh, as on a Mac.
	new RegExp(String.raw`^[ \t]*${environment}[\w.-]+@[\w.-]+ [^\s%]+ %(?= )`),
];

/** Whether this may be a program, with or without arguments, whose output goes to a file. */
const isProgram = (folder: string): boolean =>
	/\.\w+$/.test(folder) || folder.replaceAll(/\\Program Files(?: \(x86\))?(?=\\|$)/gi, "").includes(" ");

/** The first one, with its line, counted from 1; null: there is none. */
export const copiedPrompt = (text: string): { line: number; prompt: string } | null => {
	for (const [i, line] of text.split("\n").entries())
		for (const pattern of prompts) {
			const [prompt, folder] = pattern.exec(line) ?? [];
			if (prompt !== undefined && !(folder !== undefined && isProgram(folder)))
				return { line: i + 1, prompt: prompt.trim() };
		}
	return null;
};
