// The player, which is loaded once someone plays.
import { create, type Player } from "asciinema-player";

/** `speed`: so many times as fast. `cut`: pauses are. `startAt`: in seconds. */
export type Way = { speed: number; cut: boolean; autoPlay: boolean; startAt: number };

export const playerOf = (cast: string, box: HTMLElement, { cut, ...way }: Way): Player =>
	create({ data: cast }, box, {
		...{ ...way, preload: true, fit: "width", controls: true, theme: "caisey" },
		...{ terminalFontSize: "small", cursorMode: "hidden" },
		// The recording names the usual limit; this is longer than any step.
		idleTimeLimit: cut ? 2 : 1_000_000,
	});
