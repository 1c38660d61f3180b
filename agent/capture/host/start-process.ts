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
	private OutStarted.Start start;
	/// While PowerShell's own runs: whose it is, so that an error tells that nothing was started.
	[ThreadStatic] private static OutStarted.Start now;

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
		bool passes = Is(bound, "PassThru");
		bool waits = Is(bound, "Wait");
		// Without -Wait, Windows may start no process (a URL, a document that is open), and with -PassThru PowerShell takes that for an error.
		if (waits) bound["PassThru"] = true;
		bool mayNot = Is(bound, "WhatIf", "WhatIfPreference") || Asks(bound) || Ignores(bound);
		OutStarted.Next = start = new OutStarted.Start { Path = PathOf(bound["FilePath"] as string), Arguments = bound["ArgumentList"] as string[], At = MyInvocation, Passes = passes, Waits = waits, Untold = !passes && !waits && !mayNot };
		InPowerShell(delegate {
			pipeline = body.GetSteppablePipeline(CommandOrigin.Internal, new object[] { real, bound, started });
			pipeline.Begin(this);
		});
	}

	protected override void ProcessRecord() { InPowerShell(delegate { pipeline.Process(); }); }
	protected override void EndProcessing() { InPowerShell(delegate { pipeline.End(); }); }

	private static bool Is(Hashtable bound, string name) { return bound.ContainsKey(name) && LanguagePrimitives.IsTrue(bound[name]); }

	private bool Is(Hashtable bound, string name, string preference) {
		return bound.ContainsKey(name) ? Is(bound, name) : LanguagePrimitives.IsTrue(GetVariableValue(preference));
	}

	/// Someone may say no.
	private bool Asks(Hashtable bound) {
		if (bound.ContainsKey("Confirm")) return Is(bound, "Confirm");
		string from = Convert.ToString(GetVariableValue("ConfirmPreference"));
		return from == "Low" || from == "Medium";
	}

	/// Nobody hears of an error.
	private bool Ignores(Hashtable bound) {
		return Convert.ToString(bound.ContainsKey("ErrorAction") ? bound["ErrorAction"] : GetVariableValue("ErrorActionPreference")) == "Ignore";
	}

	private void InPowerShell(Action work) {
		InvocationInfo before = caller;
		OutStarted.Start others = now;
		caller = MyInvocation;
		now = start;
		try {
			work();
		} catch (RuntimeException thrown) {
			Place(thrown.ErrorRecord);
			throw;
		} finally {
			caller = before;
			now = others;
		}
	}

	/// An error of PowerShell's own is the step's call's, for the step and for its record.
	internal static void Place(ErrorRecord record) {
		if (now != null) now.Untold = false;
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
	internal sealed class Start { public string Path; public string[] Arguments; public InvocationInfo At; public bool Passes; public bool Waits; public bool Untold; }

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
		if (start.Untold) StartProcess.Natives.Started(start.Path, start.Arguments, null, start.At);
		foreach (Process one in all) {
			int? code = Natives.CodeOf(one);
			if (code == null && !start.Waits) StartProcess.Natives.Begun(start.Path, start.Arguments, one, start.At);
			else StartProcess.Natives.Started(start.Path, start.Arguments, code, start.At);
		}
	}
}
`;
