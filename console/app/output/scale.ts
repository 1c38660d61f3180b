// A scroll bar over more pixels than a browser gives an element (Firefox 17 million, Chromium and Safari 33): both ends are as
// they are, what is between them is drawn together.

/** The most that an element gets. */
const most = 12_000_000;
/** So much at each end. */
const edge = 1_000_000;

/** `long`: what there is to scroll through; `view`: what of it is seen at once. */
export const scale = (long: number, view: number) => {
	const height = Math.min(long, most);
	const [last, lastLong] = [Math.max(0, height - view), Math.max(0, long - view)];
	const factor = (lastLong - 2 * edge) / (last - 2 * edge);
	return {
		/** Of the element. */
		height,
		isExact: long <= most,
		/** The greatest offset in what there is. */
		last: lastLong,
		/** Where one is for the element's `scrollTop`. */
		toLong(top: number): number {
			if (long <= most || top <= edge) return Math.min(Math.max(0, top), lastLong);
			if (top >= last - edge) return Math.min(lastLong, lastLong - (last - top));
			return edge + (top - edge) * factor;
		},
		toTop(offset: number): number {
			if (long <= most || offset <= edge) return Math.min(Math.max(0, offset), last);
			if (offset >= lastLong - edge) return Math.min(last, last - (lastLong - offset));
			return edge + (offset - edge) / factor;
		},
	};
};
