namespace Cairn.Tracking.Runs;

/// <summary>What may be done to a run, and the words of the refusals.</summary>
internal static class RunRules
{
    public const string NameTag = "mlflow.runName";

    /// <exception cref="MlflowException">There is none.</exception>
    public static RunRow Existing(RunRow? run, string id) => run ?? throw MlflowException.Missing($"Run with id={id} not found");

    /// <summary>A run that a client may write, or the server.</summary>
    /// <exception cref="MlflowException">It is deleted, or the control plane runs it and a client asks.</exception>
    public static RunRow Writable(RunRow run, bool byServer)
    {
        if (run.Managed && !byServer) throw Managed(run);
        return run.Stage == "active" ? run : throw MlflowException.Invalid($"The run {run.Id} must be in the 'active' state. Current state is {run.Stage}.");
    }

    public static MlflowException Managed(RunRow run) => new("PERMISSION_DENIED", $"The run {run.Id} belongs to a pipeline and is written by the server alone. Log to a run of your own.");
}
