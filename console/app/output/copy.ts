// What is copied of output: its lines as they are, without numbers and marks, and a line that is shown in pieces as one.

const textOf = (rows: Element[]): string =>
	rows
		.map((row) => {
			const text = row.querySelector(".text")?.textContent ?? "";
			return row.classList.contains("note") ? "" : text;
		})
		.join("");

/** The rows that are seen now. */
export const visibleText = (lines: HTMLElement): string => {
	const box = lines.getBoundingClientRect();
	return textOf(
		[...lines.querySelectorAll(".row")].filter((row) => {
			const { top, bottom } = row.getBoundingClientRect();
			return bottom > box.top + 1 && top < box.bottom - 1;
		}),
	);
};

export const copiesLines = (lines: HTMLElement): void =>
	lines.addEventListener("copy", (event) => {
		const selection = getSelection();
		if (!selection || selection.rangeCount === 0 || !event.clipboardData) return;
		const range = selection.getRangeAt(0);
		const rows = [...lines.querySelectorAll(".row")].filter((row) => range.intersectsNode(row));
		// Within a line, the browser copies what is marked.
		if (rows.length < 2) return;
		const whole = document.createRange();
		const texts = rows.map((row) => {
			const text = row.querySelector(".text");
			if (!text || row.classList.contains("note")) return "";
			whole.selectNodeContents(text);
			if (range.compareBoundaryPoints(Range.START_TO_START, whole) > 0)
				whole.setStart(range.startContainer, range.startOffset);
			if (range.compareBoundaryPoints(Range.END_TO_END, whole) < 0)
				whole.setEnd(range.endContainer, range.endOffset);
			return whole.toString();
		});
		event.clipboardData.setData("text/plain", texts.join(""));
		event.preventDefault();
	});
