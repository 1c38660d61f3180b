// Prints the Slack app's manifest: `npx node manifest/main.ts https://caisey.example.com [name]`
import { slackManifest } from "./slack.ts";

const [url = "", name = "Caisey"] = process.argv.slice(2);
if (!URL.canParse(url) || new URL(url).protocol !== "https:") {
	console.error(
		"Where is your Worker? Give its address: npx node manifest/main.ts https://caisey.example.com",
	);
	process.exitCode = 2;
} else console.log(JSON.stringify(slackManifest({ name, url }), null, "\t"));
