// How a command line that carries a password is written down: the program, and what stands right before the value.
import { value } from "./literal.ts";

/** Options of Windows programs are the same in upper and lower case. */
export const anyCase = (text: string): string =>
	text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

/** What may stand between in one command: also what is masked already, but not as words. */
export const until = "(?:[^|;&\\n⟨]|[\\\\`]\\r?\\n|⟨[^⟩\\n]{0,200}⟩){0,300}?";

/** `option`: what stands right before the value. What is masked already isn't it. */
export const line = (programs: string, option: string, gap = `${until}[ \\t]`): RegExp =>
	new RegExp(
		`(?<![\\w-])(?:${anyCase(programs)})(?:\\.[eE][xX][eE]|\\.[cC][oO][mM])?["']?(?=[ \\t])${gap}${option}(?!⟨)${value}`,
		"g",
	);

/** The same right behind the program's name. */
export const direct = (programs: string, option: string): RegExp => line(programs, option, "[ \\t]{1,20}");
