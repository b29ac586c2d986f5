using System.Text.Json;
using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Traces;

/// <summary>The spans of a trace from where its client put them: our blocks, or the file beside the run's artifacts.</summary>
internal sealed class TraceSpans(IDatabase database, TraceStores stores, FileService files)
{
    private const long LongestFile = 64 << 20;

    public async Task<IReadOnlyList<Span>> OfAsync(TraceRow trace, CancellationToken cancellation)
    {
        IReadOnlyList<Span> stored = await database.ReadAsync(s => stores.Spans.Of(s, trace.Num), cancellation);
        return stored.Count > 0 ? stored : await FileAsync(trace, cancellation) ?? [];
    }

    private async Task<IReadOnlyList<Span>?> FileAsync(TraceRow trace, CancellationToken cancellation)
    {
        string? location = await database.ReadAsync(s => stores.Traces.Value(s, trace.Num, TraceKeys.Tag, TraceKeys.Location), cancellation);
        if (location?.StartsWith("mlflow-artifacts:/", StringComparison.Ordinal) != true) return null;
        string path = files.Root(location) + "/" + SpanFile.Name;
        if (await files.FindAsync(path, cancellation) is not { Digest: not null, Size: <= LongestFile }) return null;
        (_, Stream content) = await files.OpenAsync(path, cancellation);
        await using (content)
        {
            try
            {
                using JsonDocument document = await JsonDocument.ParseAsync(content, new JsonDocumentOptions { MaxDepth = 512 }, cancellation);
                return SpanFile.Read(document);
            }
            catch (JsonException)
            {
                // A client may put any file there.
                return null;
            }
        }
    }
}
