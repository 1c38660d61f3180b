// What a browser calls itself, in the words of the list of sign-ins. For people to recognize: no rule uses it.

/** The first that fits: others claim to be those behind them. */
const browsers: [RegExp, string][] = [
	[/\bEdgA?\/|\bEdgiOS\//, "Edge"],
	[/\bOPR\//, "Opera"],
	[/\bFirefox\/|\bFxiOS\//, "Firefox"],
	[/\bSamsungBrowser\//, "Samsung Internet"],
	[/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, "Chrome"],
	[/\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
	[/\biPhone\b/, "iPhone"],
	[/\biPad\b/, "iPad"],
	[/\bAndroid\b/, "Android"],
	[/\bWindows\b/, "Windows"],
	[/\bMac OS X\b/, "Mac"],
	[/\bCrOS\b/, "ChromeOS"],
	[/\bLinux\b/, "Linux"],
];

/** `Firefox on Windows`. */
export const browserName = (request: Request): string => {
	const says = (request.headers.get("User-Agent") ?? "").slice(0, 500);
	const named = (all: [RegExp, string][]) => all.find(([sign]) => sign.test(says))?.[1];
	const [browser, system] = [named(browsers) ?? "an unknown browser", named(systems)];
	return system ? `${browser} on ${system}` : browser;
};
