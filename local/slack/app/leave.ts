// Something that was opened closes when the focus leaves it, or on Escape.
import { type RefObject, useEffect, useRef } from "react";

/** For the element around the button and what it opens. */
export const useLeave = (open: boolean, close: () => void): RefObject<HTMLDivElement | null> => {
	const box = useRef<HTMLDivElement>(null);
	const latest = useRef(close);
	latest.current = close;
	useEffect(() => {
		const around = box.current;
		if (!open || !around) return;
		const left = ({ relatedTarget }: FocusEvent) => {
			if (!(relatedTarget instanceof Node && around.contains(relatedTarget))) latest.current();
		};
		const pressed = (event: KeyboardEvent) => {
			if (event.key !== "Escape") return;
			// Not the dialog around it as well.
			event.preventDefault();
			event.stopPropagation();
			latest.current();
		};
		around.addEventListener("focusout", left);
		around.addEventListener("keydown", pressed);
		return () => {
			around.removeEventListener("focusout", left);
			around.removeEventListener("keydown", pressed);
		};
	}, [open]);
	return box;
};
