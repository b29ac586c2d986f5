namespace Cairn.Tracking.Traces;

/// <summary>Keys of tags and metadata that MLflow's clients and servers agree on, and how traces are called.</summary>
internal static class TraceKeys
{
    public const string Tag = "tag", Meta = "meta";

    public const string Name = "mlflow.traceName", Location = "mlflow.artifactLocation", SpansLocation = "mlflow.trace.spansLocation", InStore = "TRACKING_STORE", Prompts = "mlflow.linkedPrompts";

    public const string Final = "mlflow.trace.infoFinalized", Run = "mlflow.sourceRun", Tokens = "mlflow.trace.tokenUsage", Schema = "mlflow.trace_schema.version";

    public const int ValueLength = 8000, KeyLength = 250, MetaLength = 16_000;

    /// <summary>A trace by the id of OpenTelemetry, 32 hex digits.</summary>
    public static string Id(string otel) => "tr-" + otel;

    /// <summary>A value that nobody but this server may change.</summary>
    public static bool IsOurs(string key) => key is Location or SpansLocation;
}
