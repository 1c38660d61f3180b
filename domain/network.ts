// Whose address it is, roughly: one subscriber can have all addresses of an IPv6 /64, and often several of an IPv4 /24.

/** `203.0.113.0/24` or `2001:db8:0:1::/64`; another text as it is. */
export const networkOf = (address: string): string => {
	const four = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address)?.[1];
	if (four !== undefined) return `${four}.0/24`;
	if (!/^[\da-f:]{2,39}$/i.test(address) || !address.includes(":")) return address;
	const [before = "", after] = address.toLowerCase().split("::");
	const [head, tail] = [before, after ?? ""].map((part) => part.split(":").filter(Boolean));
	const zeros = after === undefined ? 0 : Math.max(0, 8 - (head?.length ?? 0) - (tail?.length ?? 0));
	const all = [...(head ?? []), ...Array<string>(zeros).fill("0"), ...(tail ?? [])];
	return `${all
		.slice(0, 4)
		.map((part) => part.replace(/^0+(?=.)/, ""))
		.join(":")}::/64`;
};
