using System.Collections.Concurrent;
using Cairn.Onnx;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>What models say of themselves, kept by digest: content never changes, so a file is opened once for many looks at it.</summary>
internal sealed class OnnxLooks
{
    private const int Most = 64, MostSteps = 60;
    private readonly ConcurrentDictionary<string, ArtifactView> _seen = new(StringComparer.Ordinal);

    private int _opened;

    /// <summary>How often a file was opened.</summary>
    public int Opened => _opened;

    public async Task<ArtifactView> OfAsync(string digest, Func<Task<string>> path)
    {
        if (_seen.TryGetValue(digest, out ArtifactView? known)) return known;
        ArtifactView read = await Task.Run(async () => Read(await path()));
        Interlocked.Increment(ref _opened);
        if (_seen.Count >= Most) _seen.Clear();
        return _seen[digest] = read;
    }

    private static ArtifactView Read(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            return new ArtifactView.Model(OnnxFile.Check(bytes), OnnxOutline.Of(bytes, MostSteps));
        }
        catch (OnnxFormatException fault)
        {
            return new ArtifactView.None(fault.Message);
        }
    }
}
