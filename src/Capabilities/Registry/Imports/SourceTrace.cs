using System.Text;
using System.Text.Json.Nodes;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>A trace there, as servers of 3.x describe it; its spans are fetched by themselves.</summary>
internal sealed record SourceTrace(string Id, JsonObject Info)
{
    public const string Location = "mlflow.artifactLocation", File = "traces.json";
    private const int LongestSpans = 64 << 20;

    /// <summary>The server keeps its spans; else they lie in a file among the artifacts.</summary>
    public bool InStore => Tag("mlflow.trace.spansLocation") == "TRACKING_STORE";

    public bool GoesOn => MlflowJson.Optional(Info, "state") == "IN_PROGRESS";

    public string? Tag(string key) => Info["tags"] is JsonObject tags ? MlflowJson.Optional(tags, key) : null;

    /// <summary>Null when a link is in its place.</summary>
    /// <exception cref="MlflowException">It is longer than spans may be.</exception>
    public static async Task<string?> ReadAsync(SourceFile file, CancellationToken cancellation)
    {
        try
        {
            await using Stream content = await file.Open(cancellation);
            return await ReadAsync(content, cancellation);
        }
        // The trace comes, and its spans when they are there.
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <exception cref="MlflowException">It is longer than spans may be.</exception>
    public static async Task<string> ReadAsync(Stream file, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await file.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (bytes.Length + read > LongestSpans) throw MlflowException.Invalid($"its spans are longer than {LongestSpans >> 20} MiB");
            bytes.Write(buffer, 0, read);
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
