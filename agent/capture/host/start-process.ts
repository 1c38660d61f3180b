// Start-Process, which doesn't set $LASTEXITCODE: PowerShell's own, with its parameters, so that what it started is seen.
export const startProcess = /* C# */ `
[Cmdlet("Start", "Process", DefaultParameterSetName = "Default", SupportsShouldProcess = true)]
public sealed class StartProcess : PSCmdlet, IDynamicParameters {
	/// Set for the step's own.
	internal static Natives Natives;
	/// While PowerShell's own runs: where the step calls it.
	[ThreadStatic] private static InvocationInfo caller;
	private static readonly ScriptBlock body = ScriptBlock.Create("param($real, $bound, $started) & $real @bound | & $started");
	private static readonly CmdletInfo started = new CmdletInfo("Out-Started", typeof(OutStarted));
	private static CmdletInfo real;
	private SteppablePipeline pipeline;

	/// Null: this is another command.
	internal static CmdletInfo InPlaceOf(CommandInfo command) {
		CmdletInfo cmdlet = command as CmdletInfo;
		if (cmdlet == null || cmdlet.ImplementingType.FullName != "Microsoft.PowerShell.Commands.StartProcessCommand") return null;
		real = cmdlet;
		return new CmdletInfo(cmdlet.Name, typeof(StartProcess));
	}

	public object GetDynamicParameters() {
		RuntimeDefinedParameterDictionary all = new RuntimeDefinedParameterDictionary();
		foreach (ParameterMetadata one in new CommandMetadata(real).Parameters.Values)
			all.Add(one.Name, new RuntimeDefinedParameter(one.Name, one.ParameterType, one.Attributes));
		return all;
	}

	protected override void BeginProcessing() {
		Hashtable bound = new Hashtable(StringComparer.OrdinalIgnoreCase);
		foreach (KeyValuePair<string, object> one in MyInvocation.BoundParameters) bound[one.Key] = one.Value;
		foreach (string own in new string[] { "OutVariable", "OutBuffer", "PipelineVariable" }) bound.Remove(own);
		bool passes = bound.ContainsKey("PassThru") && LanguagePrimitives.IsTrue(bound["PassThru"]);
		bound["PassThru"] = true;
		OutStarted.Next = new OutStarted.Start { Path = PathOf(bound["FilePath"] as string), Arguments = bound["ArgumentList"] as string[], At = MyInvocation, Passes = passes };
		InPowerShell(delegate {
			pipeline = body.GetSteppablePipeline(CommandOrigin.Internal, new object[] { real, bound, started });
			pipeline.Begin(this);
		});
	}

	protected override void ProcessRecord() { InPowerShell(delegate { pipeline.Process(); }); }
	protected override void EndProcessing() { InPowerShell(delegate { pipeline.End(); }); }

	private void InPowerShell(Action work) {
		InvocationInfo before = caller;
		caller = MyInvocation;
		try {
			work();
		} catch (RuntimeException thrown) {
			Place(thrown.ErrorRecord);
			throw;
		} finally {
			caller = before;
		}
	}

	/// An error of PowerShell's own is the step's call's, for the step and for its record.
	internal static void Place(ErrorRecord record) {
		if (caller == null || record == null || record.InvocationInfo == null) return;
		record.InvocationInfo.DisplayScriptPosition = Natives.PlaceOf(caller);
	}

	/// As it looks for it itself.
	private string PathOf(string given) {
		try {
			CommandInfo found = InvokeCommand.GetCommand(given, CommandTypes.Application);
			return found == null ? given : found.Definition;
		} catch (Exception) {
			return given;
		}
	}
}

/// Takes what was started, and tells of it when PowerShell has waited for it or goes on without.
[Cmdlet("Out", "Started")]
public sealed class OutStarted : PSCmdlet {
	internal sealed class Start { public string Path; public string[] Arguments; public InvocationInfo At; public bool Passes; }

	/// Of the one that begins now.
	[ThreadStatic] internal static Start Next;
	private Start start;
	private readonly List<Process> all = new List<Process>();

	[Parameter(ValueFromPipeline = true)]
	public PSObject InputObject { get; set; }

	protected override void BeginProcessing() { start = Next; }

	protected override void ProcessRecord() {
		Process one = InputObject == null ? null : InputObject.BaseObject as Process;
		if (one != null) {
			// Without it, Windows forgets the exit code.
			try { if (one.Handle == IntPtr.Zero) return; } catch (Exception) { }
			all.Add(one);
		}
		if (start.Passes) WriteObject(InputObject);
	}

	protected override void EndProcessing() {
		foreach (Process one in all) StartProcess.Natives.Started(start.Path, start.Arguments, CodeOf(one), start.At);
	}

	private static int? CodeOf(Process one) {
		try { return one.HasExited ? (int?)one.ExitCode : null; } catch (Exception) { return null; }
	}
}
`;
