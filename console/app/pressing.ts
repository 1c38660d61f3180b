// A press is a click only where it ends on the element that it began on: what changes the page by itself waits for the press to end.

/** Once nothing is pressed, and the click that the press makes has gone out. */
export type Released = () => Promise<void>;

export const pressing = (): Released => {
	let pressed = false;
	let waiting: (() => void)[] = [];
	const ended = (): void => {
		if (!pressed) return;
		pressed = false;
		const due = waiting;
		waiting = [];
		// The browser sends the click right after the end of the press.
		setTimeout(() => {
			for (const go of due) go();
		});
	};
	addEventListener("pointerdown", () => {
		pressed = true;
	});
	for (const end of ["pointerup", "pointercancel", "dragend", "blur"]) addEventListener(end, ended);
	// A press can end where the page doesn't hear of it, outside the window.
	addEventListener("pointermove", ({ buttons }) => {
		if (buttons === 0) ended();
	});
	return () => (pressed ? new Promise<void>((go) => waiting.push(go)) : Promise.resolve());
};
