// The heights of things in a column, and where each of them is: as many as there are blocks, each found in a few steps.

/** A Fenwick tree (https://en.wikipedia.org/wiki/Fenwick_tree): heights change while one scrolls. */
export const heights = () => {
	const own: number[] = [];
	/** `tree[i]`: the sum of as many heights until `i` as its lowest bit says; the first is unused. */
	const tree: number[] = [0];
	const add = (i: number, by: number) => {
		for (let at = i + 1; at < tree.length; at += at & -at) tree[at] = (tree[at] ?? 0) + by;
	};
	/** Above the i-th. */
	const top = (i: number): number => {
		let sum = 0;
		for (let at = Math.min(i, own.length); at > 0; at -= at & -at) sum += tree[at] ?? 0;
		return sum;
	};
	return {
		count: () => own.length,
		of: (i: number): number => own[i] ?? 0,
		total: () => top(own.length),
		top,
		push(height: number): void {
			own.push(height);
			const n = own.length;
			let sum = height;
			for (let below = 1; below < (n & -n); below *= 2) sum += tree[n - below] ?? 0;
			tree.push(sum);
		},
		set(i: number, height: number): void {
			add(i, height - (own[i] ?? 0));
			own[i] = height;
		},
		/** Which of them is at this height; the first or last one beyond. */
		at(y: number): number {
			let [found, left] = [0, y];
			for (let step = 2 ** Math.floor(Math.log2(Math.max(1, own.length))); step >= 1; step /= 2) {
				const sum = tree[found + step];
				if (sum === undefined || sum > left) continue;
				found += step;
				left -= sum;
			}
			return Math.max(0, Math.min(found, own.length - 1));
		},
		clear(): void {
			own.length = 0;
			tree.length = 1;
		},
	};
};
