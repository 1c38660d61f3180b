// The topmost open dialog of this person.
import { useEffect, useRef, useState } from "react";
import type { Block, ClientView, Input, Inputs } from "../people/wire.ts";
import { OneBlock } from "./blocks.tsx";
import { type Element, Field, Pressable } from "./elements.tsx";
import { useShared } from "./slack.ts";

export const Modal = ({ view, deeper }: { view: ClientView; deeper: boolean }) => {
	const { act } = useShared();
	const [inputs, setInputs] = useState<Inputs>({});
	const [errors, setErrors] = useState<Record<string, string>>({});
	const [trouble, setTrouble] = useState<string>();
	const [busy, setBusy] = useState(false);
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => {
		if (!dialog.current?.open) dialog.current?.showModal();
	}, []);
	const fill = (block: string, action: string, input: Input) =>
		setInputs((now) => ({ ...now, [block]: { ...now[block], [action]: input } }));
	const close = (all: boolean) => act("close", { view: view.id, all });
	const submit = async () => {
		setBusy(true);
		setTrouble(undefined);
		const reply = await act("submit", { view: view.id, inputs });
		setErrors(reply.errors ?? {});
		setTrouble(reply.trouble);
		setBusy(false);
		const [wrong] = Object.keys(reply.errors ?? {});
		if (wrong)
			dialog.current
				?.querySelector(`[data-block="${CSS.escape(wrong)}"]`)
				?.scrollIntoView({ block: "center" });
	};
	return (
		<dialog
			ref={dialog}
			className="modal"
			aria-label={view.title}
			onCancel={(event) => {
				event.preventDefault();
				void close(false);
			}}
		>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					void submit();
				}}
			>
				<header>
					<h2>{view.title}</h2>
					<button type="button" className="plain" aria-label="Close" onClick={() => close(true)}>
						×
					</button>
				</header>
				<div className="body">
					{trouble && <p role="alert">{trouble}</p>}
					<Pressable where={{ view: view.id }} busy={busy} form={{ inputs, fill }}>
						{view.blocks.map((block) =>
							block.type === "input" ? (
								<InputBlock block={block} error={errors[block.block_id ?? ""]} key={block.block_id} />
							) : (
								<OneBlock block={block} key={block.block_id} />
							),
						)}
					</Pressable>
				</div>
				<footer>
					<button type="button" className="button" onClick={() => close(false)}>
						{deeper ? `‹ ${view.close}` : view.close}
					</button>
					{view.submit && (
						<button type="submit" className="button primary" disabled={busy}>
							{busy ? "…" : view.submit}
						</button>
					)}
				</footer>
			</form>
		</dialog>
	);
};

type InputParts = { label: { text: string }; hint?: { text: string }; optional?: boolean; element: Element };

const InputBlock = ({ block, error }: { block: Block; error: string | undefined }) => {
	// Its shape was checked by the server.
	const { label, hint, optional, element } = block as unknown as InputParts;
	const id = block.block_id ?? "";
	return (
		<div className={error ? "input wrong" : "input"} data-block={id}>
			<div className="label" aria-hidden>
				{label.text} {optional && <small>(optional)</small>}
			</div>
			<Field element={element} block={id} label={label.text} describedBy={`${id}-about`} />
			<div id={`${id}-about`}>
				{error && (
					<p className="error" role="alert">
						{error}
					</p>
				)}
				{hint && <p className="hint">{hint.text}</p>}
			</div>
		</div>
	);
};
