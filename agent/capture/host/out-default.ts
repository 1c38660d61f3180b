// The last command of the step: formats what comes, and keeps it from being lost where a step ends with exit.
export const outDefault = /* C# */ `
[Cmdlet("Out", "Default")]
public sealed class OutDefault : OutDefaultCommand {
	/// Set for the step's own; a step may call it too.
	internal static Errors Errors;
	/// While the formatter runs: what it calls, the step doesn't.
	[ThreadStatic] internal static bool Formats;
	private bool ended;

	protected override void ProcessRecord() {
		if (InputObject != null && Errors != null) {
			try { Errors.Shown(InputObject.BaseObject as ErrorRecord); } catch (Exception) { }
		}
		Formatting(base.ProcessRecord);
	}

	protected override void EndProcessing() {
		ended = true;
		Formatting(base.EndProcessing);
	}

	protected override void InternalDispose() {
		if (!ended) {
			ended = true;
			try { Formatting(base.EndProcessing); } catch (Exception) { }
		}
		base.InternalDispose();
	}

	private static void Formatting(Action work) {
		bool before = Formats;
		Formats = true;
		try { work(); } finally { Formats = before; }
	}
}
`;
