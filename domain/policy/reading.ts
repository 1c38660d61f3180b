// How much of a step was read, for rules that deny a program: what it may run beyond that needs people. Pure.
import type { Effect } from "../../protocol/plan/effects.ts";
import type { StepPreflight } from "../../protocol/plan/preflight.ts";

/** Whether no part of a step is code that no one has read. */
export const isWhole = (step: StepPreflight | null): boolean =>
	step?.parsed === true &&
	!step.cut &&
	step.effects.length > 0 &&
	!step.effects.some(({ what }) => what === "unseen" || what === "unknown");

/** Whether no step calls anything but what is known of it: on this machine, and now. */
export const isRead = (step: StepPreflight | null): boolean =>
	isWhole(step) && step?.calls !== undefined && !step.effects.some(runsOther);

/** Another machine, a task, a package's own scripts, a service that is made: the text doesn't hold what they run. */
const others = new Set<Effect["what"]>([
	"elsewhere",
	"task",
	"software",
	"software-removal",
	"service",
	"boot",
]);

/** Or it writes where something is run from later, or where the names of others are looked up. */
const runsOther = ({ what, target }: Effect): boolean =>
	others.has(what) ||
	(what === "setting" && /consumer|__\w+|core_pattern|hook|\bpath\b/i.test(target ?? "")) ||
	(places.has(what) && (target === null ? what !== "write" : runPlaces.some((one) => one.test(target))));

const places = new Set<Effect["what"]>(["registry", "change-item", "write", "move"]);

const runPlaces = [
	// One that is computed, apart from the usual folders of files, or that leads elsewhere.
	/^(?:\$(?!env:(?:TEMP|TMP|ProgramData|PUBLIC)\\)|%(?!(?:TEMP|TMP|ProgramData|PUBLIC)%)|`)|(?:^|[\\/])\.\.(?:[\\/]|$)/i,
	// The registry: what starts with Windows, at a sign-in, or in place of another program.
	/\\(?:Run(?:Once|OnceEx|Services\w*)?|Image File Execution Options|SilentProcessExit|Services|Winlogon|Session Manager|Active Setup|App Paths|AppInit_DLLs|AppCertDlls|Command Processor|Environment|Explorer|Policies|Classes|InprocServer32|LocalServer32|shell|command|Lsa|Print|TaskCache|Scripts|KnownDLLs)(?:[\\,\s"]|$)/i,
	/^HKCR\b|HKEY_CLASSES_ROOT|\bDebugger$/i,
	// Windows' folders.
	/\\(?:Start Menu\\|Startup\\|GroupPolicy\\|Tasks\\)|profile\.ps1$|^(?:[a-z]:|%\w+%|\$env:\w+)\\(?:Windows|System32|Program Files)\b/i,
	// Linux and macOS.
	/^\/(?:usr|s?bin|lib\d*|boot|Library|System)(?:\/|$)/,
	/^\/etc\/(?:cron|anacron|at\.|systemd|init|rc|profile|bash|zsh|apt|yum|dnf|logrotate|ld\.so|sudoers|pam|udev|network|NetworkManager|ppp|dhcp|update-motd|xdg|modprobe|modules|environment|inittab|skel|alternatives|letsencrypt)/,
	/^\/(?:run|var\/spool)\/(?:systemd|cron|at)|(?:^|\/)\.(?:bash|zsh|profile|ssh|config|git|login|inputrc|vimrc|local)/,
];

/** Whether a text has the program's name as a word, where no one reads it as a call: an option's value may be a command that is run
 * (`tar --to-command='rm x'`), also later (`schtasks /create /tr "format d:"`). The quoting of another shell may hide it (`r""m`,
 * `for^mat`, `r\\m`), or codes for letters (`$'r\\155'`), which count as any name. */
export const mayName = (text: string, program: string): boolean =>
	[text, text.replace(/['"`^]/g, ""), text.replace(/['"`^\\]/g, "")].some((one) => mentions(one, program)) ||
	/\$'[^']*\\[0-7xuUc]|`u\{/.test(text);

const mentions = (text: string, program: string): boolean => {
	const ending = "(?:\\.(?:exe|com|cmd|bat))?";
	const between = "[^\\p{L}\\p{N}_.-]";
	const name = program.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
	return new RegExp(`(?:^|${between})${name}${ending}(?:$|${between})`, "iu").test(text);
};
