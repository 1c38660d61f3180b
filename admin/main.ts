// caisey-admin: what the owner of a deployment does from a terminal.
import { Command } from "commander";
import { exactInLine } from "../domain/line.ts";
import { agreed, apply, type Options } from "./apply.ts";
import { confirm, isRight } from "./confirm.ts";
import { newKey } from "./new-key.ts";
import { reindex } from "./reindex.ts";

const end = ({ ok, lines }: { ok: boolean; lines: string[] }): void => {
	for (const line of lines) (ok ? console.log : console.error)(exactInLine(line));
	if (!ok) process.exitCode = 1;
};
const print = (line: string): void => console.log(exactInLine(line));

const program = new Command("npm run admin --")
	.description("Sets up a Caisey deployment. Reads CAISEY_URL and CAISEY_OWNER_TOKEN from the environment.")
	.showHelpAfterError("See npm run admin -- --help.");

program
	.command("apply")
	.description("set up the deployment as a file says; shows what would change and asks first")
	.argument("<file>", "the set-up file: see docs/setup-file.md")
	.option("--url <url>", "the Worker's address, instead of CAISEY_URL")
	.option("--dry-run", "only show what would change", false)
	.option("--yes", "don't ask", false)
	.option(
		"--vouch <person=account>",
		"confirm that this account is the approver's (--yes doesn't); repeatable",
		(account: string, before: string[]) => [...before, account],
		[],
	)
	.option(
		"--reissue <client/ENDPOINT>",
		"print a new enrollment token for an endpoint that has one or is enrolled; repeatable",
		(endpoint: string, before: string[]) => [...before, endpoint],
		[],
	)
	.action(async (file: string, options: Options) => {
		const ask = process.stdin.isTTY && process.stdout.isTTY ? agreed : null;
		end(await apply(file, options, process.env, { print, ask }));
	});

program
	.command("new-key")
	.description("make the Worker's next signing key, signed by the current one: see docs/deploy.md")
	.option("--url <url>", "the Worker's address, instead of CAISEY_URL")
	.action(async (options: { url?: string }) => end(await newKey(options, process.env)));

program
	.command("confirm")
	.description(
		"confirm an endpoint's machine that was renamed, replaced or restored; shows it and asks first",
	)
	.argument("<client/ENDPOINT>", "the endpoint, as in the set-up file")
	.option("--url <url>", "the Worker's address, instead of CAISEY_URL")
	.option("--yes", "don't ask", false)
	.action(async (endpoint: string, options: { url?: string; yes: boolean }) => {
		const ask = process.stdin.isTTY && process.stdout.isTTY ? isRight : null;
		end(await confirm(endpoint, options, process.env, { print, ask }));
	});

program
	.command("reindex")
	.description("rebuild a client's search from its sessions and recordings")
	.argument("<client>", "the client, as in the set-up file")
	.option("--url <url>", "the Worker's address, instead of CAISEY_URL")
	.action(async (client: string, options: { url?: string }) =>
		end(await reindex(client, options, process.env)),
	);

await program.parseAsync();
