// Cmdlets whose parameters decide what they do: they run code, call members by their names, or make objects.
import { type Does, each, effect } from "../../effect.ts";
import { harmlessPreference, namesProducts, onFile, onProducts } from "../../places.ts";
import { bound } from "../bind.ts";
import { doesOfMethod, isPlainMember, isPlainType } from "../members.ts";
import { file, type Rule, reading, targetOf, unknown, unseen } from "../rules.ts";
import { bare } from "../tree.ts";

/** `ForEach-Object Delete` calls that member of each object. */
export const members: Rule = (command, piped, name) => {
	const given = bound(command, "Process MemberName@0 ArgumentList Begin End Parallel ThrottleLimit");
	const first = command.elements.find((one) => "argument" in one);
	const node = first && "argument" in first ? bare(first.argument.node) : null;
	if (command.splatted) return unknown(command, piped, name);
	const blocks = command.elements.flatMap((one) =>
		"argument" in one ? [one.argument.node] : one.value ? [one.value.node] : [],
	);
	const member = given.get("MemberName");
	if (
		blocks.some(
			(one) =>
				/^(?:VariableExpression|ExpandableStringExpression|SubExpression|ParenExpression|InvokeMemberExpression)$/.test(
					bare(one).is,
				) && !given.has("ArgumentList"),
		)
	)
		return unseen(command, piped, name);
	if (node?.is === "ScriptBlockExpression" || member === null) return [];
	const [word] = member;
	if (word === undefined || /^\{/.test(word.text)) return [];
	return word.constant ? doesOfMember(word.text, command.node.text) : unseen(command, piped, name);
};

const doesOfMember = (member: string, text: string): Does =>
	isPlainMember(member) ? [] : doesOfMethod(member, null, text);

/** Reads instances of a class, or what a query names. */
export const wmi: Rule = (command, piped, name) => {
	const given = bound(
		command,
		"ClassName|Class@0 Query Filter Property Namespace ComputerName|Cn CimSession OperationTimeoutSec QueryDialect InputObject ResourceUri KeyOnly? Shallow? List? Recurse? Amended? DirectRead? AsJob? EnableAllPrivileges? Credential Authentication Impersonation Authority Locale ThrottleLimit",
	);
	const from = ["ClassName", "Query"].flatMap((one) =>
		given.has(one) ? (given.get(one) ?? [{ text: "", constant: false }]) : [],
	);
	if (from.some(({ constant }) => !constant)) return unknown(command, piped, name);
	return [command.node, ...from].some(({ text }) => namesProducts(text)) ? onProducts() : [];
};

/** Without the class of the others, all that belong to an instance are listed, packages among them. */
export const associated: Rule = (command, piped, name) => {
	const [of] = bound(
		command,
		"InputObject@0 Association@1 ResultClassName Namespace ComputerName|Cn CimSession OperationTimeoutSec ResourceUri KeyOnly?",
	).get("ResultClassName") ?? [null];
	if (!of?.constant || command.splatted) return unknown(command, piped, name);
	return namesProducts(command.node.text) || namesProducts(of.text) ? onProducts() : [];
};

/** Runs a block here, on another machine or in a job; or a file. */
export const script: Rule = (command, piped, name) => {
	const given = bound(
		command,
		"ScriptBlock|Command|Expression@0 ComputerName|Cn Session HostName VMName VMId ContainerId ConnectionUri FilePath ArgumentList InitializationScript Name Credential ThrottleLimit AsJob?",
	);
	const there = [
		"ComputerName",
		"Session",
		"HostName",
		"VMName",
		"VMId",
		"ContainerId",
		"ConnectionUri",
	].flatMap((one) => (given.has(one) ? (given.get(one) ?? [{ text: "", constant: false }]) : []));
	const file = given.get("FilePath");
	const blocks = given.has("ScriptBlock")
		? command.elements.some(
				(one) => "argument" in one && bare(one.argument.node).is === "ScriptBlockExpression",
			) ||
			command.elements.some(
				(one) =>
					"parameter" in one && one.value !== null && bare(one.value.node).is === "ScriptBlockExpression",
			)
		: false;
	return [
		...there.map((one) => effect("elsewhere", targetOf(one))),
		...(file ? file.map(({ text }) => effect("unseen", text)) : []),
		...(blocks || file ? [] : unseen(command, piped, name)),
		...(command.splatted ? unknown(command, piped, name) : []),
	];
};

/** Objects of plain types hold what the step puts in. Others, and COM's, may do anything when they are made. */
export const creating: Rule = (command, piped, name) => {
	const given = bound(command, "TypeName@0 ArgumentList|Args@1 Property ComObject Strict?");
	const [type] = given.get("TypeName") ?? [];
	return type?.constant && isPlainType(type.text, true) && !command.splatted
		? []
		: unknown(command, piped, name);
};

/** A member that runs code belongs to whoever calls it. */
export const collecting: Rule = (command, piped, name) => {
	const [type] = bound(command, "MemberType|Type@0 Name@1 Value@2 InputObject").get("MemberType") ?? [];
	return type?.constant && /^(?:NoteProperty|AliasProperty)$/i.test(type.text)
		? []
		: unknown(command, piped, name);
};

/** Of the step's own variables, unless others take their behaviour from it. */
export const variable: Rule = (command, piped, name) => {
	const names = bound(command, "Name@0 Value@1 Scope Option").get("Name");
	return names?.every(({ text, constant }) => constant && harmlessPreference(text) && !/[*?[]/.test(text))
		? []
		: unknown(command, piped, name);
};

/** Who is in a group, or the group itself. */
export const membership: Rule = (command, piped) => {
	const given = bound(command, "Group|Identity|Name@0 Member|Members|MemberOf@1 NewName Description SID");
	const groups = given.get("Group") ?? piped?.texts ?? [];
	const members = (given.get("Member") ?? []).map(targetOf).filter((one) => one !== null);
	return each(
		"group",
		groups.map((one) => [targetOf(one) ?? "", ...members].filter(Boolean).join(", ")),
	);
};

/** Into a file, or into a variable. */
export const tee: Rule = (command, piped, name) =>
	bound(command, "FilePath|LiteralPath|Path@0 Variable").has("Variable") && !command.splatted
		? []
		: file("write", "FilePath|LiteralPath|Path@0")(command, piped, name);

/** What it asks others about may be computed: then that leaves the machine with the question. */
export const asking: Rule = (command, piped, name) =>
	/^(?:Test-Connection|Test-NetConnection|Resolve-DnsName)$/i.test(name) &&
	bound(command, "ComputerName|TargetName|Name@0")
		.get("ComputerName")
		?.some(({ constant }) => !constant)
		? [effect("send", command.node.text)]
		: reading(command, piped, name);

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest */
export const web: Rule = (command) => {
	const given = bound(
		command,
		"Uri@0 OutFile Method|CustomMethod Body InFile Form SessionVariable UseBasicParsing?",
	);
	const addresses = (given.get("Uri") ?? []).map(targetOf);
	const method = given.get("Method")?.[0];
	const sends =
		given.has("Body") ||
		given.has("InFile") ||
		given.has("Form") ||
		(method && (!method.constant || !/^(?:Get|Head|Default)$/i.test(method.text)));
	return [
		...each("download", addresses),
		...(sends ? each("send", addresses) : []),
		...(given.has("OutFile")
			? (given.get("OutFile") ?? [{ text: "" }]).flatMap(({ text }) => onFile("write", text || null))
			: []),
		...(command.splatted ? [effect("unknown", command.node.text)] : []),
	];
};

export const transfer: Rule = (command) => {
	const given = bound(command, "Source@0 Destination@1 TransferType");
	return [
		...each("download", (given.get("Source") ?? []).map(targetOf)),
		...(given.get("Destination") ?? [{ text: "" }]).flatMap(({ text }) => onFile("write", text || null)),
	];
};

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.management/start-process */
export const starting: Rule = (command, piped, name) => {
	const given = bound(
		command,
		"FilePath|PSPath@0 ArgumentList|Args@1 Verb RedirectStandardOutput|RSO RedirectStandardError|RSE RedirectStandardInput WorkingDirectory WindowStyle Credential",
	);
	const [program] = given.get("FilePath") ?? [];
	const words = (given.get("ArgumentList") ?? []).flatMap(({ text, constant }) =>
		constant ? split(text) : [{ text, constant }],
	);
	const written = ["RedirectStandardOutput", "RedirectStandardError"].flatMap((one) =>
		(given.get(one) ?? []).flatMap(({ text }) => onFile("write", text)),
	);
	if (!program?.constant || command.splatted || given.has("Credential"))
		return [...unseen(command, piped, name), ...written];
	return [...command.starts([program, ...words]), ...written];
};

const split = (text: string) =>
	[...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => ({
		text: quoted ?? plain ?? "",
		constant: true,
	}));

/** `Set-Service -StartupType Disabled` */
export const service: Rule = (command, piped) => {
	const given = bound(
		command,
		"Name|ServiceName|SN@0 StartupType|StartMode|SM|ST Status DisplayName|DN Description Credential InputObject",
	);
	const named = given.get("Name") ?? piped?.texts ?? [];
	const start = given.get("StartupType")?.[0]?.text;
	const status = given.get("Status")?.[0]?.text;
	const kinds = [
		...(start === undefined
			? []
			: [/^disabled$/i.test(start) ? ("service-disable" as const) : ("service" as const)]),
		...(status === undefined
			? []
			: [
					/^stopped$/i.test(status)
						? ("service-stop" as const)
						: /^running$/i.test(status)
							? ("service-start" as const)
							: ("service" as const),
				]),
	];
	const targets = named.map(targetOf);
	return (kinds.length ? kinds : (["service"] as const)).flatMap((kind) =>
		each(kind, targets, piped?.among && !given.has("Name")),
	);
};

/** What a class's method does to the objects of it. */
export const cim: Rule = (command, piped, name) => {
	const given = bound(
		command,
		"ClassName|Class@0 MethodName|Name@1 Arguments Query InputObject Namespace ComputerName Path Filter",
	);
	const [method] = given.get("MethodName") ?? [];
	const known = method?.constant ? doesOfMethod(method.text, null, command.node.text) : [];
	return known.length && known.every(({ what }) => what !== "unknown")
		? known
		: unknown(command, piped, name);
};
