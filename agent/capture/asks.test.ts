import { expect, test } from "vitest";
import type { Plan } from "../../protocol/plan/plan.ts";
import { asksUnseen } from "./asks.ts";

const said = (shell: Plan["shell"], command: string, input: Plan["input"] = []) =>
	asksUnseen({ shell, command, input })?.unseen.map(({ what, because }) => `${what}: ${because}`) ?? null;

test.each<[Plan["shell"], string]>([
	["cmd", "pause & echo after"],
	["cmd", "@echo off\r\nset /p name=Name? \r\necho %name%"],
	["cmd", "if exist x (choice /c yn)"],
	["sh", "read name; echo $name"],
	["sh", "printf 'Go on? '\nread -r answer"],
	["sh", "if true; then IFS= read -r x; fi"],
])("the record says that a question of %s may have got no answer: %s", (shell, command) => {
	expect(said(shell, command)).toEqual([
		`whether its questions got an answer: the input of ${shell} is empty here, and it goes on without an answer`,
	]);
});

test.each<[Plan["shell"], string, Plan["input"]?]>([
	["cmd", "echo pause"],
	["cmd", "set path=x"],
	["sh", "echo read"],
	["sh", "read x < /etc/hostname"],
	["sh", "cat f | while read line; do echo $line; done"],
	["sh", "read name", ["text"]],
])("it says nothing of %s: %s", (shell, command, input) => {
	expect(said(shell, command, input)).toBeNull();
});
