// The player, which is loaded once someone plays.
import { create, type Player, type UrlSource } from "asciinema-player";

/** `speed`: so many times as fast. `startAt`: in seconds. `failed`: a part can't be loaded, and it stops. `plays`: it goes on, or pauses. */
export type Way = {
	speed: number;
	autoPlay: boolean;
	startAt: number;
	failed(): void;
	plays(goesOn: boolean): void;
};

/** `list`: the address of the recording's parts, of which it holds three. */
export const playerOf = (list: string, box: HTMLElement, { failed, plays, ...way }: Way): Player => {
	// Its own types don't have this way of loading yet: console/build.ts sees that it is there.
	const parts: UrlSource & { format: string } = { url: list, format: "segmented" };
	const player = create(parts, box, {
		...{ ...way, preload: true, fit: "width", controls: true, theme: "caisey" },
		...{ terminalFontSize: "small", cursorMode: "hidden" },
	});
	player.addEventListener("play", () => plays(true));
	player.addEventListener("pause", () => plays(false));
	// Its types don't name this event, either.
	(player.addEventListener as (event: string, heard: () => void) => void)("error", failed);
	return player;
};
