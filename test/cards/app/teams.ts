// An Adaptive Card as Microsoft's library draws it, in colours and sizes like those of Teams.
import { AdaptiveCard, Container, HostConfig, Strings } from "adaptivecards";

/** The card's element, and each exact text on it: line by line, as it is seen. */
export const drawTeams = (content: object): { element: HTMLElement; codes(): string[][] } => {
	const card = new AdaptiveCard();
	card.hostConfig = host;
	card.parse(content);
	const element = card.render();
	if (!element) throw new Error("the card could not be drawn");
	const codes = () =>
		Array.from({ length: card.getItemCount() }, (_, i) => card.getItemAt(i))
			.filter((item): item is Container => item instanceof Container && item.style === "emphasis")
			.map((item) =>
				Array.from(
					{ length: item.getItemCount() },
					// biome-ignore lint/performance/useDomNodeTextContent: as it is laid out, folded blanks and all
					(_, i) => item.getItemAt(i).renderedElement?.innerText ?? "",
				),
			);
	return { element, codes };
};

// Teams reads TextBlocks as Markdown; of that, only bold and links are ours.
AdaptiveCard.onProcessMarkdown = (text, result) => {
	const escaped = new Option(text).innerHTML;
	const drawn = escaped
		.replaceAll(/\*\*(.+?)\*\*/g, "<b>$1</b>")
		.replaceAll(/\[([^\]]+)\]\((https:[^\s"()]+)\)/g, '<a href="$2">$1</a>');
	result.outputHtml = `<p>${drawn}</p>`;
	result.didProcess = true;
};
Strings.errors.unknownElementType = () => "an element that the library does not know";

const color = (code: string) => ({ default: code, subtle: "#616161" });
const colors = {
	default: color("#242424"),
	accent: color("#5b5fc7"),
	attention: color("#c4314b"),
	good: color("#237b4b"),
	warning: color("#835b00"),
};
const style = (backgroundColor: string) => ({ backgroundColor, foregroundColors: colors });

const host = new HostConfig({
	fontFamily: '"Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif',
	fontTypes: {
		default: {
			fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
			fontWeights: { lighter: 300, default: 400, bolder: 600 },
		},
		monospace: {
			fontFamily: 'Consolas, Menlo, "DejaVu Sans Mono", monospace',
			fontSizes: { small: 11, default: 13, medium: 13, large: 16, extraLarge: 20 },
			fontWeights: { lighter: 300, default: 400, bolder: 600 },
		},
	},
	spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 20, padding: 12 },
	containerStyles: {
		default: style("#ffffff"),
		emphasis: style("#f0f0f0"),
		warning: style("#fbf6d9"),
		attention: style("#f9e5e9"),
	},
	actions: {
		maxActions: 6,
		spacing: "default",
		buttonSpacing: 8,
		actionsOrientation: "horizontal",
		actionAlignment: "left",
	},
	inputs: {
		label: {
			inputSpacing: "small",
			requiredInputs: { weight: "bolder" },
			optionalInputs: { weight: "bolder" },
		},
	},
});
