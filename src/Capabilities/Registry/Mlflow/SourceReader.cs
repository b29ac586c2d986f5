using Cairn.Platform.Artifacts;
using Cairn.Registry.Versions;
using Cairn.Tracking;
using Cairn.Tracking.Artifacts;

namespace Cairn.Registry.Mlflow;

/// <summary>Reads what lies at a location: one ONNX file is the model itself; anything else is known by the listing of its files.</summary>
internal sealed class SourceReader(IRuns runs, IArtifactStore artifacts, ModelCheck check)
{
    public async Task<SourceContent> ReadAsync(string location, CancellationToken cancellation)
    {
        IReadOnlyList<TrackedFile> files = await runs.FilesAsync(location, cancellation);
        TrackedFile[] onnx = [.. files.Where(f => f.Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))];
        if (onnx.Length == 1)
        {
            (long size, string signature) = await check.CheckAsync(onnx[0].Digest, "onnx", cancellation);
            return new SourceContent(onnx[0].Digest, size, "onnx", signature);
        }
        string listing = files.Count == 0 ? location : string.Join('\n', files.Select(f => $"{f.Digest} {f.Size} {f.Path}"));
        return new SourceContent((await artifacts.PutTextAsync(listing, cancellation)).Digest, files.Sum(f => f.Size), "mlflow", "{}");
    }
}
